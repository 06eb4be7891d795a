extension GossipNode {
    /// Lets go of a connection, whoever ended it.
    ///
    /// - Parameters:
    ///   - number: The link that it carried.
    ///   - reason: Why it ended.
    ///   - isLast: Whether no other is let go of with it; if one is, ``settle(at:)`` is to be called after that.
    ///   - now: The time.
    public mutating func closeLink(_ number: Int, reason: LinkError, isLast: Bool = true, at now: Moment) {
        defer { checkInDebugBuilds() }
        guard !links[number].isFree else { return }
        news.forget(link: number)
        // Who has not greeted has brought nothing, and was asked for nothing.
        if let peer = links.close(number).peer { handleLoss(of: peer, on: number, because: reason, at: now) }
        if isLast { settleReachability(at: now) }
    }

    /// A link has closed that was known to lead somewhere: all that it brought, or was asked for, must come over others.
    private mutating func handleLoss(of peer: LinkPeer, on number: Int, because reason: LinkError, at now: Moment) {
        // A run is reckoned as 30 ns, for a place in each of three tables; where something of it is missing, as five.
        let passed = (origins.placeCount + 4 * repair.missing.count) / Self.runsPerNote
        trees.forget(link: number)
        repair.forget(link: number, at: now)
        if peer.isConfirmed {
            news.add(.linkDown(peer: origins[member: peer.member].name, reason))
            announceLinks(at: now)
        }
        let orphanCount = replaceParent(number, at: now)
        logs.count { $0.work.notes += passed + orphanCount }
    }

    /// How many runs are passed for a note, which is paid as 500 ns.
    static let runsPerNote = 16
}
