import Gossip

extension Peers {
    /// Checks that connections, paths and links agree: each that carries a link is found by it, and the gossip has it.
    func checkInvariants(with gossip: borrowing GossipNode) {
        precondition(!hasDirectives, "something was left to be done for the peers' part")
        for line in lines.all {
            precondition(lines.contains(line), "a connection stands in another slot than it says")
            guard case .linked(let link) = line.stage else { continue }
            precondition(lines[link: link] === line, "two connections carry one link")
            let isKnown = gossip.hasLink(link)
            precondition(isKnown, "a connection carries a link that the gossip has closed")
        }
        for path in port?.all ?? [] {
            precondition(port?.contains(path) == true, "a path stands in another slot than it says")
            precondition(port?[link: path.link] === path, "two paths carry one link")
            precondition(lines[link: path.link] == nil, "a connection and a path carry one link")
            let isKnown = gossip.hasLink(path.link)
            precondition(isKnown, "a path carries a link that the gossip has closed")
        }
    }
}
