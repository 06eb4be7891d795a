extension Presence {
    /// Whether a name may be claimed: nobody who can be reached has it, or nobody but the same client.
    func mayClaim(_ username: String, in channel: ChannelKey, session: ClientSession) -> Bool {
        rooms.holders(of: username, in: channel).filter(isShown).allSatisfy { session.includes($0.user.session) }
    }

    /// How many claims were ever heard of, those of this node among them.
    var claimCount: Int { rooms.addedCount }

    /// Claims a name for a local user.
    ///
    /// - Parameters:
    ///   - username: The name.
    ///   - channel: The channel.
    ///   - session: Of which client; a claim of it that stands goes on by the hash by which it is held.
    ///   - count: How many holds were known when its connection came.
    ///   - sequence: The number of the entry that will say so.
    ///   - time: The time.
    /// - Returns: The claim, and what the entry is to say.
    mutating func claim(
        _ username: String,
        in channel: ChannelKey,
        session: ClientSession,
        since count: Int = .max,
        madeBy sequence: UInt64,
        at time: Int64
    ) -> (claim: Claim, change: StateChange) {
        // Out of sight, its earlier connections are still its own. It comes after all of them, whatever their nodes'
        // clocks say: else a ghost would take the name back.
        let earlier = rooms.holders(of: username, in: channel).filter { session.includes($0.user.session) }
        // What it asked for on a connection that was there before one of them may be older than that, and have been on
        // its way all the time: then it claims the name a moment earlier, and nobody takes it for one that surely follows.
        let mayBeOlder = earlier.contains { $0.number > count }
        let change = StateChange.join(
            channel: channel,
            name: username,
            claimTime: earlier.map(\.user.claimTime).min().map { max(0, $0 - (mayBeOlder ? 1 : 0)) } ?? time,
            session: earlier.map(\.user.session).first(where: session.earlier.contains) ?? session.hash,
            joinTime: max(time, min((earlier.map(\.user.joinTime).max() ?? 0) + 1, Moment.wallLimit))
        )
        return (claims.add(madeBy: sequence, of: session), change)
    }

    /// How many connections of one client may hold its name on this node at once, for a moment: those of a page that is
    /// loaded again and again.
    static let mostConnections = 4

    /// The claims of a client's oldest connections on this node, where it has more than ``mostConnections``: to be given up
    /// at once.
    func surplusClaims(of username: String, in channel: ChannelKey) -> [Claim] {
        let own = rooms.holders(of: username, in: channel).filter { $0.origin == ownRun }
        guard own.count > Self.mostConnections else { return [] }
        return own.sorted(by: isOlder).dropLast(Self.mostConnections)
            .compactMap { claims.claim(madeBy: $0.user.sequence) }
    }

    /// Ends a claim.
    ///
    /// - Returns: The entry that made it, which is to be taken back; `nil` when the claim had ended.
    mutating func release(_ claim: Claim) -> UInt64? { claims.remove(claim) }

    /// The users of the own run, to be told of as those of the next one, and which claim holds each.
    var ownUsers: [(user: RunState.User, claim: Claim?)] {
        runs[ownRun].state.users.map { ($0, claims.claim(madeBy: $0.sequence)) }
    }

    /// So many users of the own run, from one entry on, and which claim holds each.
    func ownUsers(from sequence: UInt64, atMost count: Int) -> [(user: RunState.User, claim: Claim?)] {
        runs[ownRun].state.people.users(from: sequence, atMost: count).map { ($0, claims.claim(madeBy: $0.sequence)) }
    }

    /// Takes notice of all that the client of a claim may be known by.
    mutating func know(_ claim: Claim, as session: ClientSession) { claims.know(claim, as: session) }

    /// Takes notice that another entry of the own run makes a claim from now on, and by what its client is known.
    mutating func move(_ claim: Claim, to sequence: UInt64, of session: ClientSession) {
        claims.move(claim, to: sequence, of: session)
    }

    /// Takes notice that entries of a new run make the claims of users from now on.
    ///
    /// - Parameters:
    ///   - users: The users whom the new run tells of. Whose claim is not among theirs was not told of in the old one either.
    ///   - first: The number of the entry that tells of the first; the others follow it.
    mutating func moveClaims(of users: [(user: RunState.User, claim: Claim?)], toEntriesFrom first: UInt64) {
        let entries = users.indices.map { first + UInt64($0) }
        claims.replace(by: zip(users, entries).compactMap { told, entry in told.claim.map { ($0, entry) } })
    }

    /// A channel's users on every reachable node, each name once, sorted by Unicode scalars.
    ///
    /// The first by claim stands for a name, whatever order they came in: on every node alike.
    func users(in channel: ChannelKey) -> [RoomUser] {
        rooms.visibleHolders(in: channel, isVisible: isShown, isEarlier: isEarlier)
            .map { RoomUser(name: $0.user.name, node: members[runs[$0.origin].member].name) }
            .sorted { $0.isBefore($1) }
    }

    /// Where two claims of a name meet, the earlier one stays, on every node alike; of several connections with
    /// one session it is the newest.
    ///
    /// Each node gives up only what is its own: the other's leave is on its way. So may be that of an earlier claim whose
    /// node has just come into reach: it may have ended long ago, and who holds the name here is heard first. And so may be
    /// that of a connection that counts as newer by nothing but the clock of its node: a page that was loaded again has
    /// left it, and went on where nobody had heard of it. Or nobody is there any more, and its node has not noticed: so each
    /// node finds out whether somebody is at its own end, and the one that counts as older waits for what comes of that.
    mutating func settleClaims(of name: String, in channel: ChannelKey, into directives: inout [Directive]) {
        let comparison = compareClaims(of: name, in: channel)
        for (claim, end) in comparison.preceded {
            switch end {
            case .lost: claimReview.want(.lastWords, for: claim)
            case .replacedByClock:
                claimReview.want(.signOfLife, for: claim)
                directives.append(.claimDoubted(claim))
            case .replaced: directives.append(.claimReplaced(claim))
            }
        }
        if let keeper = comparison.keeperByClock { directives.append(.claimDoubted(keeper)) }
    }

    /// Compares the claims of all names with which users of other nodes came; see ``settleClaims(of:in:into:)``.
    mutating func settleNewNames(into directives: inout [Directive]) {
        for new in claims.takeNewNames() { settleClaims(of: new.name, in: new.channel, into: &directives) }
    }

    /// Gives up the local claims that earlier ones still precede, if it is time to: as many as a turn has room for.
    ///
    /// - Returns: How many were looked at.
    @discardableResult
    mutating func reviewClaims(at now: Moment, into directives: inout [Directive]) -> Int {
        var (count, left) = (0, exchanges.atOnce)
        while left > 0 {
            let before = rooms.comparedCount
            let due = claimReview.takeDue(at: now, limit: min(Appearances.row, left))
            guard !due.isEmpty else { break }
            for awaited in ClaimReview.Awaited.allCases {
                for claim in due[awaited] ?? [] {
                    switch (end(of: claim), awaited) {
                    case (.lost, .lastWords): directives.append(.claimLost(claim))
                    case (.replacedByClock, .signOfLife), (.replaced, _): directives.append(.claimReplaced(claim))
                    case (.lost, .signOfLife), (.replacedByClock, .lastWords), (nil, _): break
                    }
                }
            }
            let dueCount = due.values.reduce(0) { $0 + $1.count }
            count += dueCount
            left -= dueCount + (rooms.comparedCount - before) / Rooms.comparedPerUser
        }
        return count
    }

    /// Why a local claim is not the one that stays; `nil` of one that is, or that has ended.
    private mutating func end(of claim: Claim) -> ClaimEnd? {
        guard let sequence = claims.sequence(of: claim), let user = runs[ownRun].state.people.user(of: sequence) else {
            return nil
        }
        let comparison = compareClaims(of: user.name, in: user.channel)
        return comparison.preceded.first { $0.claim == claim }?.end
    }
}
