/// What the logs and the links say to the presence, and what follows from it.
extension GossipNode {
    /// Takes notice that a run has an entry.
    mutating func noteRun(_ origin: Int) {
        guard origins[origin].node != origins[ownRun].node else {
            return incarnation.noteRun(origins[origin].epoch)
        }
        carryOut { $0.noteEntry(of: origin, into: &$1) }
    }

    /// Lets an entry change the state of its run.
    mutating func fold(_ change: StateChange, at sequence: UInt64, of origin: Int) {
        guard presence.isNews(sequence, of: origin) else { return }
        var linked: [Int] = []
        if case .links(let names) = change { linked = logs.members(linkedAs: names) }
        if case .previous = change { lineages.forget(origins[origin].node) }
        carryOut { $0.fold(change, at: sequence, of: origin, linkedMembers: linked, into: &$1) }
    }

    /// Takes over a state that has everything up to entry `sequence`.
    mutating func replaceState(of origin: Int, by state: RunState, at sequence: UInt64) {
        // A state alone is no entry: its node would never hear of such a run, and so never take up another.
        if origins[origin].log.head > 0 { noteRun(origin) }
        logs.raiseSnapshotFloor(of: origin, to: sequence)
        lineages.forget(origins[origin].node)
        let linked = logs.members(linkedAs: state.links)
        carryOut { $0.replaceState(of: origin, by: state, at: sequence, linkedMembers: linked, into: &$1) }
    }

    /// Takes over the state of a run as somebody else has it.
    ///
    /// Nobody knows this node's own state better than itself, nor that of a neighbour better than that neighbour.
    ///
    /// - Returns: Whether the gaps behind it can be judged; not where a neighbour's own word is to be waited for.
    mutating func adopt(
        _ state: RunState,
        at sequence: UInt64,
        of origin: Int,
        from number: Int,
        at now: Moment
    ) -> Bool {
        guard origin != ownRun else {
            // The mesh is told of entries of this run that this process never made.
            if sequence > origins[ownRun].log.head { incarnation.noteForeignEntries() }
            return true
        }
        guard sequence > presence.knownSequence(of: origin, head: origins[origin].log.head) else { return true }
        if let direct = directLink(to: origin), direct != number, sequence > links[direct, origin: origin].head {
            mark(.snapshotDisbelieved)
            return false
        }
        guard sequence < doubtedSequence(of: origin, on: number) else {
            mark(.snapshotDisbelieved)
            return true
        }
        let wasDoubted = presence.isDoubted(origin)
        journal?.noteReplacedState(of: origin)
        mark(.snapshotTaken)
        replaceState(of: origin, by: state, at: sequence)
        presence.noteReplaced(origin, head: origins[origin].log.head, at: now)
        if wasDoubted, sequence <= origins[origin].log.head { offerState(of: origin, except: number) }
        return true
    }

    /// Whether so many users come and go that peers, who may tell of more, are to wait.
    public var isCrowdedByUsers: Bool { presence.isCrowdedByExchanges }

    /// Goes on with users who come and go, as many as a turn has room for.
    mutating func exchangeUsers() {
        if presence.isExchanging {
            var count = 0
            carryOut { count = $0.goOnExchanging(into: &$1) }
            logs.count { $0.work.changes += count }
        }
        if presence.isAppearing {
            var count = 0
            carryOut { count = $0.goOnAppearing(into: &$1) }
            logs.count { $0.work.notes += count }
        }
    }

    /// Has all users who come and go be where they are in the end.
    mutating func finishExchangingUsers() {
        while presence.isExchanging { exchangeUsers() }
    }

    /// Finds out who can be reached, if any link was reported since the last time.
    mutating func settleReachability(at now: Moment) {
        var seen = (nodes: 0, links: 0, users: 0)
        carryOut { seen = $0.settleReachability(at: now, into: &$1) }
        // A link takes 9 ns where a thousand nodes have 262 each, a node a third of that, and a note is paid as 500.
        logs.count { $0.work.notes += seen.links / 32 + seen.nodes / 128 + seen.users }
    }

    /// Gives up the local claims that earlier ones precede, when those had time to end.
    mutating func reviewClaims(at now: Moment) {
        var count = 0
        carryOut { count = $0.reviewClaims(at: now, into: &$1) }
        logs.count { $0.work.changes += count }
    }

    /// Tells the mesh which links are open.
    mutating func announceLinks(at now: Moment) {
        guard settings.announcesLinks else { return }
        let peers = links.all.filter(\.isEstablished).compactMap(\.peer).map { origins[member: $0.member].name }
        let names = Set(peers).sorted()
        guard names != presence.state(of: ownRun).links else { return }
        append(.links(names), at: now)
        appendAddition(at: now)
    }

    /// Has the parts know which nodes the own file names.
    mutating func nameNodes() {
        let names = Set(settings.nodes + settings.neighbours + [name])
        logs.name(names)
        carryOut { $0.name(names, into: &$1) }
    }

    /// Does what the presence says follows from what it is told.
    private mutating func carryOut(_ tell: (inout Presence, inout [Presence.Directive]) -> Void) {
        var directives: [Presence.Directive] = []
        let before = presence.comparedCount
        tell(&presence, &directives)
        let compared = presence.comparedCount - before
        if compared > 0 { logs.count { $0.work.notes += compared / Rooms.comparedPerUser } }
        for directive in directives {
            switch directive {
            case .usersChanged(let channel): noteUsersChanged(in: channel)
            case .claimLost(let claim):
                mark(.claimLost)
                news.add(.claimLost(claim))
            case .claimReplaced(let claim):
                mark(.claimReplaced)
                news.add(.claimReplaced(claim))
            case .claimDoubted(let claim):
                mark(.claimDoubted)
                news.add(.claimDoubted(claim))
            case .nodesChanged:
                mark(.nodesAppeared)
                news.add(.nodesChanged)
            case .linksAppeared: trees.noteNewLink()
            case .runReplaced: mark(.runReplaced)
            }
        }
    }

    /// Tells the shell that a channel's users changed.
    private mutating func noteUsersChanged(in channel: ChannelKey) {
        guard let number = channels.number(of: channel) else { return }
        let event = GossipEvent.usersChanged(channel: number)
        // A node with many users comes and goes as a row of the same event.
        if news.events.last != event { news.add(event) }
    }

    /// The open link to the very node whose current run this is.
    func directLink(to origin: Int) -> Int? {
        guard presence.isCurrent(origin) else { return nil }
        return links.indices.first {
            links[$0].isEstablished && links[$0].peer?.member == origins[origin].node
        }
    }
}
