extension GossipNode {
    /// Claims a name for a local user.
    ///
    /// - Parameters:
    ///   - username: The name; canonically equivalent names are one.
    ///   - channel: A chat channel that is open.
    ///   - session: A hash of a secret of the client, or 0. Whoever comes with the same one takes the name over from
    ///     the earlier connection, wherever that is; the claim keeps the time of the first.
    ///   - now: The time.
    /// - Returns: The claim; `nil` when the name is taken on a node that can be reached.
    public mutating func join(_ username: String, in channel: Int, session: UInt128 = 0, at now: Moment) -> Claim? {
        guard let key = key(of: channel) else { preconditionFailure("a user joined a channel that is not open") }
        let holders = rooms.holders(of: username, in: key).filter { isVisible($0.origin) }
        let own = session == 0 ? [] : holders.filter { $0.user.session == session }
        guard own.count == holders.count else { return nil }
        let claim = Claim(number: nextClaim)
        nextClaim += 1
        let time = clock.next(at: now)
        // Out of sight, its earlier connections are still its own. It comes after all of them, whatever their nodes'
        // clocks say: else a ghost would take the name back.
        let earlier = rooms.holders(of: username, in: key).filter { session != 0 && $0.user.session == session }
        claims[claim] = origins[ownRun].log.head + 1
        append(
            .join(
                channel: key,
                name: username,
                claimTime: earlier.map(\.user.claimTime).min() ?? time,
                session: session,
                joinTime: max(time, min((earlier.map(\.user.joinTime).max() ?? 0) + 1, EntryItem.timeLimit))
            ),
            at: now
        )
        return claim
    }

    /// Gives a name back; does nothing when it was lost already.
    public mutating func leave(_ claim: Claim, at now: Moment) {
        guard let sequence = claims.removeValue(forKey: claim) else { return }
        append(.leave(sequence: sequence), at: now)
    }

    /// The names of a channel's users on every reachable node, each once, sorted by Unicode scalars.
    public func usernames(in channel: Int) -> [String] {
        users(in: channel).map(\.name)
    }

    /// A channel's users on every reachable node, each name once, sorted by Unicode scalars.
    public func users(in channel: Int) -> [RoomUser] {
        guard let key = key(of: channel) else { return [] }
        return rooms.visibleHolders(in: key) { isVisible($0.origin) }
            .map { RoomUser(name: $0.user.name, node: origins[member: origins[$0.origin].node].name) }
            .sorted { $0.isBefore($1) }
    }

    /// Which channel has a number.
    func key(of channel: Int) -> ChannelKey? {
        table[channel]?.key
    }

    /// Where two claims of a name meet, the earlier one stays, on every node alike; of several connections with
    /// one session it is the newest.
    ///
    /// Each node gives up only what is its own: the other's leave is on its way.
    mutating func settleClaims(of name: String, in channel: ChannelKey) {
        let holders = rooms.holders(of: name, in: channel).filter { isVisible($0.origin) }
        guard holders.count > 1, let first = holders.min(by: isEarlier) else { return }
        let session = first.user.session
        let heirs = session == 0 ? [first] : holders.filter { $0.user.session == session }
        guard let keeper = heirs.max(by: isOlder) else { return }
        for holder in holders where holder.origin == ownRun {
            guard keeper.origin != ownRun || keeper.user.sequence != holder.user.sequence else { continue }
            guard let claim = claims.first(where: { $0.value == holder.user.sequence })?.key else { continue }
            let isReplaced = session != 0 && holder.user.session == session
            mark(isReplaced ? .claimReplaced : .claimLost)
            events.append(isReplaced ? .claimReplaced(claim) : .claimLost(claim))
        }
    }

    /// Compares every local user's claim with those of nodes that came into reach.
    mutating func settleOwnClaims() {
        for user in origins[ownRun].state.users { settleClaims(of: user.name, in: user.channel) }
    }

    /// Claims sort by time, then by the ID of the entry that made them.
    private func isEarlier(_ first: Rooms.Holder, _ second: Rooms.Holder) -> Bool {
        if first.user.claimTime != second.user.claimTime { return first.user.claimTime < second.user.claimTime }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.user.sequence < second.user.sequence
    }

    /// Connections sort by the time when they came, then by the ID of the entry that says so.
    private func isOlder(_ first: Rooms.Holder, _ second: Rooms.Holder) -> Bool {
        if first.user.joinTime != second.user.joinTime { return first.user.joinTime < second.user.joinTime }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.user.sequence < second.user.sequence
    }
}
