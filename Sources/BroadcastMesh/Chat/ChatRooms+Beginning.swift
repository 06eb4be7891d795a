import Gossip

extension ChatRooms {
    /// Tells a client where it is, and what it can no longer have; then it reads.
    func begin(_ request: ReplayRequest, of entrance: inout Entrance, with gossip: inout GossipNode) {
        let peers = peerURLs(with: gossip)
        switch request {
        case .history(let count):
            let (reading, position) = gossip.replay(history: count, in: entrance.channel)
            entrance.events = [.attached(node: node, peers: peers, position: position)]
            entrance.reading = reading
        case .after(let position):
            let (reading, lost) = gossip.replay(after: position, in: entrance.channel)
            entrance.events = [.attached(node: node, peers: peers, position: gossip.shortened(position))]
            if lost > 0 { entrance.events.append(.gap(lost: lost)) }
            entrance.reading = reading
        }
    }

    /// Where a client could go when this node is gone: the nodes that can be reached first, then the others.
    private func peerURLs(with gossip: borrowing GossipNode) -> [String] {
        let reachable = gossip.nodeReports.filter { $0.name != node }
        let unreachable = others.filter { other in !reachable.contains { $0.name == other.name } }
        // A node that listens on every address, and was not told which of them is for browsers, says none.
        return reachable.map(\.url).filter { !$0.isEmpty } + unreachable.compactMap(\.publicURL)
    }
}
