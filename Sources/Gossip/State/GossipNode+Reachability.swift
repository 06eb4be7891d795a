extension GossipNode {
    /// Finds the nodes to which a path of links leads that both ends report, if any of that changed.
    ///
    /// Users of nodes that come into reach or go out of it appear or vanish together, and once for all that one
    /// input brought.
    mutating func settleReachability() {
        guard isTopologyStale else { return }
        isTopologyStale = false
        let isReached = reachedMembers()
        let changed = isReached.indices.filter { origins[member: $0].isReachable != isReached[$0] }
        guard !changed.isEmpty else { return }
        for member in changed { origins[member: member].isReachable = isReached[member] }
        mark(.nodesAppeared)
        events.append(.nodesChanged)
        for member in changed {
            guard let run = origins[member: member].currentRun else { continue }
            for user in origins[run].state.users { noteUsersChanged(in: user.channel) }
        }
        settleOwnClaims()
    }

    /// For every node, by number, whether it can be reached.
    private func reachedMembers() -> [Bool] {
        var isReached = [Bool](repeating: false, count: origins.members.count)
        var frontier = [origins[ownRun].node]
        isReached[origins[ownRun].node] = true
        while let member = frontier.popLast() {
            for peer in linkedMembers(of: member) where !isReached[peer] {
                guard linkedMembers(of: peer).contains(member) else { continue }
                isReached[peer] = true
                frontier.append(peer)
            }
        }
        return isReached
    }

    /// The nodes that a node's current run reports links to.
    private func linkedMembers(of member: Int) -> [Int] {
        origins[member: member].currentRun.map { origins[$0].linkedMembers } ?? []
    }

    /// Tells the shell that a channel's users changed.
    mutating func noteUsersChanged(in channel: ChannelKey) {
        guard let number = table.number(of: channel) else { return }
        let event = GossipEvent.usersChanged(channel: number)
        // A node with many users comes and goes as a row of the same event.
        if events.last != event { events.append(event) }
    }

    /// Tells the mesh which links are open.
    mutating func announceLinks(at now: Moment) {
        guard settings.announcesLinks else { return }
        let peers = links.filter { $0.phase == .open && $0.isConfirmed }.map { origins[member: $0.peer].name }
        let names = Set(peers).sorted()
        guard names != origins[ownRun].state.links else { return }
        append(.links(names), at: now)
    }
}
