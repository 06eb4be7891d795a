extension GossipNode {
    /// The run: what the IDs of this node's messages begin with.
    public var epoch: UInt64 { incarnation.epoch }

    /// The number of this node's own run.
    var ownRun: Int { incarnation.run }

    /// Tells that the start is over: from here on this node takes posts.
    public mutating func finishStart() {
        defer { checkInDebugBuilds() }
        incarnation.finishStart()
    }

    /// Takes up a new run when the mesh knows this node's name with an epoch at or above its own.
    mutating func renewRunIfNeeded(at now: Moment) {
        switch incarnation.takeRenewal(at: now) {
        case .newRun(let epoch): renewRun(as: epoch, at: now)
        case .rival:
            mark(.rivalFound)
            news.add(.anotherProcess)
        case nil: break
        }
    }

    /// Goes on as another run.
    ///
    /// Numbers of the old run are not used again; users and links are told anew. Users are so all at once, and paid for: whoever
    /// hears of the new run lets go of those of the old one, and a name that was told a moment later would be free meanwhile.
    private mutating func renewRun(as epoch: UInt64, at now: Moment) {
        mark(.runRenewed)
        let old = presence.state(of: ownRun)
        let users = presence.ownUsers
        logs.count { $0.work.changes += users.count }
        beginRun(epoch)
        append(.address(http: old.http, url: old.url), at: now)
        append(.links(old.links), at: now)
        presence.moveClaims(of: users, toEntriesFrom: origins[ownRun].log.head + 1)
        for (user, _) in users { append(.joining(user, session: user.session), at: now) }
        news.add(.runRenewed(epoch: epoch))
    }

    /// Makes a new run the current one of this node; nobody is in it yet.
    mutating func beginRun(_ epoch: UInt64) {
        let run = addRun(epoch, of: origins[ownRun].node)
        incarnation.begin(epoch, run: run)
        presence.begin(run)
    }
}
