extension GossipNode {
    /// Claims a name for a local user.
    ///
    /// - Parameters:
    ///   - username: The name; canonically equivalent names are one.
    ///   - channel: A chat channel that is open.
    ///   - session: A hash of a secret of the client, or 0. Whoever comes with the same one takes the name over from
    ///     the earlier connection, wherever that is; the claim keeps the time of the first.
    ///   - earlier: What that may have been before; a claim that has one of them goes on with it.
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
        let session = presence.session(of: username, in: key, amongst: earlier) ?? session
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

    /// Says anew by which sessions local users hold their names, since their mesh has another secret: a node that starts
    /// from now on knows no hash that was made with the earlier one, and would take a client that comes back for somebody
    /// else.
    ///
    /// Each keeps its claim, and the times of it.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - session: The hash by which a claim is held from now on; `nil` where that stays.
    public mutating func renewSessions(at now: Moment, _ session: (Claim) -> UInt128?) {
        defer { checkInDebugBuilds() }
        for (user, claim) in presence.ownUsers {
            guard let claim, let session = session(claim), session != user.session else { continue }
            append(.leave(sequence: user.sequence), at: now)
            presence.move(claim, to: origins[ownRun].log.head + 1)
            append(
                .join(
                    channel: user.channel,
                    name: user.name,
                    claimTime: user.claimTime,
                    session: session,
                    joinTime: user.joinTime
                ),
                at: now
            )
        }
    }

    /// The names of a channel's users on every reachable node, each once, sorted by Unicode scalars.
    public func usernames(in channel: Int) -> [String] {
        users(in: channel).map(\.name)
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
