extension GossipNode {
    /// How long after one renewal the next may come, in nanoseconds: two processes under one name that take turns
    /// must not flood the mesh with runs.
    static let renewalInterval: Int64 = .milliseconds(10_000)

    /// Among how many epochs above the one that is known a process takes its own, by its nonce: microseconds, as epochs are.
    static let renewalSpread: UInt64 = 1000

    /// Tells that the start is over: from here on this node takes posts.
    public mutating func finishStart() {
        hasStarted = true
        nextRenewalAt = .min
    }

    /// Takes notice of a run under this node's own name.
    mutating func noteOwnName(epoch other: UInt64) {
        if other > epoch { mustRenewRun = max(mustRenewRun, other) }
    }

    /// Takes up a new run when the mesh knows this node's name with an epoch at or above its own.
    ///
    /// Numbers of the old run are not used again; users and links are told anew.
    mutating func renewRunIfNeeded(at now: Moment) {
        guard mustRenewRun > 0 else { return }
        guard !hasStarted || nextRenewalAt <= now.monotonic else {
            // Once can be an earlier run that was out of sight; twice is somebody who renews as we do. If that one
            // has ended by the time of the next renewal, this node is back with it.
            if !hasRival { events.append(.anotherProcess) }
            hasRival = true
            return
        }
        hasRival = false
        nextRenewalAt = now.monotonic + Self.renewalInterval
        let old = origins[ownRun].state
        // Another process of this name may have taken the next epoch, and died before anybody told of it here.
        let renewed = mustRenewRun + 1 + bootNonce % Self.renewalSpread
        mustRenewRun = 0
        let byEntry = Dictionary(uniqueKeysWithValues: claims.map { ($0.value, $0.key) })
        for user in old.users { rooms.remove(user, of: ownRun) }
        ownRun = origins.add(name, epoch: renewed)
        origins[member: origins[ownRun].node].currentRun = ownRun
        append(.address(http: old.http, url: old.url), at: now)
        append(.links(old.links), at: now)
        for user in old.users {
            if let claim = byEntry[user.sequence] { claims[claim] = origins[ownRun].log.head + 1 }
            append(
                .join(
                    channel: user.channel,
                    name: user.name,
                    claimTime: user.claimTime,
                    session: user.session,
                    joinTime: user.joinTime
                ),
                at: now
            )
        }
        events.append(.runRenewed(epoch: renewed))
    }
}
