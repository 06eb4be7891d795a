import Gossip

extension Peers {
    /// Makes the links to some peers slow, and all others as fast as they can be.
    mutating func changePaces(with gossip: borrowing GossipNode) {
        for line in lines.all {
            guard case .linked(let link) = line.stage else { continue }
            line.pace.isSlow = isSlow(gossip.peer(of: link))
        }
        for path in port?.all ?? [] { path.pace.isSlow = isSlow(gossip.peer(of: path.link)) }
    }

    private func isSlow(_ peer: String?) -> Bool { peer.map(settings.slowPeers.contains) ?? false }
}
