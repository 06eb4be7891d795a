/// Which of several claims of a name stays.
extension Presence {
    /// Why a local claim is not the one that stays.
    enum ClaimEnd {
        /// Somebody else's is earlier.
        case lost

        /// A connection of the same client is newer, by the clocks of their nodes, or as it arrived.
        case replacedByClock

        /// A connection of the same client is newer, which came when its node knew of this one.
        case replaced
    }

    /// What is found where all claims of a name are compared.
    struct Comparison {
        /// The local ones that are not the one to stay.
        var preceded: [(claim: Claim, end: ClaimEnd)] = []

        /// The one that is, if it is local, but counts as the newest by its clock alone.
        var keeperByClock: Claim?
    }

    /// Compares all claims of a name, if one of them is local, which is paid for by how many there are.
    mutating func compareClaims(of name: String, in channel: ChannelKey) -> Comparison {
        let holders = rooms.holders(of: name, in: channel)
        guard holders.contains(where: { $0.origin == ownRun }) else { return Comparison() }
        rooms.noteCompared(holders.count - 1)
        return comparison(of: holders)
    }

    private func comparison(of all: [Rooms.Holder]) -> Comparison {
        var comparison = Comparison()
        let holders = all.filter(isShown)
        guard holders.count > 1, let first = holders.min(by: isEarlier) else { return comparison }
        let sessions = sessions(of: first, amongst: holders)
        let heirs = sessions.isEmpty ? [first] : holders.filter { sessions.contains($0.user.session) }
        guard let keeper = heirs.max(by: isOlder) else { return comparison }
        comparison.preceded = holders.compactMap { holder in
            guard holder.origin == ownRun,
                keeper.origin != ownRun || keeper.user.sequence != holder.user.sequence,
                let claim = claims.claim(madeBy: holder.user.sequence)
            else { return nil }
            guard sessions.contains(holder.user.session) else { return (claim, .lost) }
            return (claim, follows(keeper, holder) ? .replaced : .replacedByClock)
        }
        let isDoubted = keeper.origin == ownRun && heirs.contains { !follows(keeper, $0) }
        if isDoubted { comparison.keeperByClock = claims.claim(madeBy: keeper.user.sequence) }
        return comparison
    }

    /// By which sessions the client of a claim holds its name; none if it has no secret.
    ///
    /// While the key of a mesh changes, some nodes hash a secret by the one and some by the other: that they are of one client
    /// knows only who was told the secret, the node of each.
    private func sessions(of first: Rooms.Holder, amongst holders: [Rooms.Holder]) -> [UInt128] {
        guard first.user.session != 0 else { return [] }
        var sessions = [first.user.session]
        for holder in holders where holder.origin == ownRun {
            let own = claims.session(ofClaimBy: holder.user.sequence)
            if own.earlier.isEmpty { continue }
            let all = [own.hash, holder.user.session] + own.earlier
            if all.contains(where: sessions.contains) { sessions += all.filter { !sessions.contains($0) } }
        }
        return sessions
    }

    /// Whether a connection surely came when its node knew of an older one of the same client, and so is newer whatever the
    /// clocks say.
    ///
    /// A client's first connection claims the name when it comes; each that follows keeps the time of that claim, and one
    /// of which that is not sure does not.
    private func follows(_ newer: Rooms.Holder, _ older: Rooms.Holder) -> Bool {
        guard newer.user.claimTime == older.user.claimTime else { return false }
        // One follows itself, for nothing is to be asked of it alone.
        if newer.origin == older.origin { return newer.user.sequence >= older.user.sequence }
        return older.user.joinTime == older.user.claimTime && newer.user.joinTime > older.user.joinTime
    }

    /// Claims sort by time, then by the ID of the entry that made them.
    func isEarlier(_ first: Rooms.Holder, _ second: Rooms.Holder) -> Bool {
        if first.user.claimTime != second.user.claimTime { return first.user.claimTime < second.user.claimTime }
        if first.origin != second.origin { return isBefore(first.origin, second.origin) }
        return first.user.sequence < second.user.sequence
    }

    /// Connections sort by the time when they came, then by the ID of the entry that says so.
    func isOlder(_ first: Rooms.Holder, _ second: Rooms.Holder) -> Bool {
        if first.user.joinTime != second.user.joinTime { return first.user.joinTime < second.user.joinTime }
        if first.origin != second.origin { return isBefore(first.origin, second.origin) }
        return first.user.sequence < second.user.sequence
    }
}
