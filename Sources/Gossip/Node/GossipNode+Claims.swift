extension GossipNode {
    /// Claims a name for a local user.
    ///
    /// - Parameters:
    ///   - username: The name; canonically equivalent names are one.
    ///   - channel: A chat channel that is open.
    ///   - session: A hash of a secret of the client, or 0. Whoever comes with the same one takes the name over from
    ///     the earlier connection, wherever that is; the claim keeps the time of the first.
    ///   - earlier: What that may have been before, or is by another key of the mesh; a claim that has one of them goes on
    ///     with it.
    ///   - count: How many claims were known when the client's connection came, see ``claimCount``: what it asked for
    ///     there may be older than all that were heard of since.
    ///   - now: The time.
    /// - Returns: The claim; `nil` when the name is taken on a node that can be reached.
    public mutating func join(
        _ username: String,
        in channel: Int,
        session: UInt128 = 0,
        orEarlier earlier: [UInt128] = [],
        since count: Int = .max,
        at now: Moment
    ) -> Claim? {
        defer { checkInDebugBuilds() }
        guard let key = key(of: channel) else { preconditionFailure("a user joined a channel that is not open") }
        let session = ClientSession(hash: session, earlier: earlier)
        guard presence.mayClaim(username, in: key, session: session) else { return nil }
        let time = clock.next(at: now)
        let next = origins[ownRun].log.head + 1
        let (claim, change) = presence.claim(
            username,
            in: key,
            session: session,
            since: count,
            madeBy: next,
            at: time
        )
        append(change, at: now)
        // Every claim of a name is compared with all others.
        for surplus in presence.surplusClaims(of: username, in: key) {
            news.add(.claimReplaced(surplus))
            leave(surplus, at: now)
        }
        return claim
    }

    /// How many claims this node ever heard of, its own among them.
    public var claimCount: Int { presence.claimCount }

    /// Gives a name back; does nothing when it was lost already.
    public mutating func leave(_ claim: Claim, at now: Moment) {
        defer { checkInDebugBuilds() }
        guard let sequence = presence.release(claim) else { return }
        append(.leave(sequence: sequence), at: now)
    }

    /// A channel's users on every reachable node, each name once, sorted by Unicode scalars.
    public func users(in channel: Int) -> [RoomUser] {
        key(of: channel).map { presence.users(in: $0) } ?? []
    }

    /// Which channel has a number.
    func key(of channel: Int) -> ChannelKey? {
        channels[channel]?.key
    }
}
