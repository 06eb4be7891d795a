import Bytes

extension Presence {
    /// Compares the claims of names with which users came, and finds the nodes to which a path of links leads that both ends
    /// report, if any of that changed.
    ///
    /// Users of nodes that come into reach or go out of it appear or vanish together, and once for all that one
    /// input brought; of many, channels are told in turns to come.
    ///
    /// - Returns: How many nodes were looked at, how many links were walked along, and how many users were told of.
    @discardableResult
    mutating func settleReachability(
        at now: Moment,
        into directives: inout [Directive]
    ) -> (nodes: Int, links: Int, users: Int) {
        defer {
            claimReview.schedule(at: now)
            exchanges.schedule(at: now)
            appearances.schedule(at: now)
        }
        settleNewNames(into: &directives)
        guard isTopologyStale else { return (0, 0, 0) }
        isTopologyStale = false
        let (isReached, walked) = reachedMembers()
        let changed = isReached.indices.filter { members[$0].isReachable != isReached[$0] }
        guard !changed.isEmpty else { return (members.count, walked, 0) }
        directives.append(.nodesChanged)
        changedNodes += 1
        for member in changed {
            members[member].isReachable = isReached[member]
            noteAppearance(of: member)
        }
        return (members.count + changed.count, walked, goOnAppearing(into: &directives))
    }

    /// Whether a path leads to a node, as far as is known, on which another does not lie; and how many links were walked along
    /// to find out.
    func isReachable(_ member: Int, withoutPassing avoided: Int) -> (isReachable: Bool, walked: Int) {
        guard isReachable(member), member != avoided else { return (false, 0) }
        let (isReached, walked) = reachedMembers(withoutPassing: avoided)
        return (isReached[member], walked)
    }

    /// For every node, by number, whether it can be reached without one of them; and how many links were walked along to find
    /// out.
    private func reachedMembers(withoutPassing avoided: Int? = nil) -> (isReached: [Bool], walked: Int) {
        var walked = 0
        var isReached = [Bool](repeating: false, count: members.count)
        var frontier = [runs[ownRun].member]
        isReached[runs[ownRun].member] = true
        while let member = frontier.popLast() {
            let peers = linkedMembers(of: member)
            walked += peers.count
            // Nothing was heard of those that have no place here, so that they report no link back.
            for peer in peers where peer < members.count && !isReached[peer] && peer != avoided {
                let back = linkedMembers(of: peer)
                let place = (0..<back.count).partition { back[$0] < member }
                guard place < back.count, back[place] == member else { continue }
                isReached[peer] = true
                frontier.append(peer)
            }
        }
        return (isReached, walked)
    }

    /// The nodes that a node's current run reports links to, in order.
    private func linkedMembers(of member: Int) -> [Int] {
        members[member].currentRun.map { runs[$0].linkedMembers } ?? []
    }
}

extension [Presence.Directive] {
    /// Adds that a channel's users changed, unless that is said last: a node with many users comes and goes as a row of them.
    mutating func noteUsersChanged(in channel: ChannelKey) {
        let directive = Presence.Directive.usersChanged(channel)
        if last != directive { append(directive) }
    }
}
