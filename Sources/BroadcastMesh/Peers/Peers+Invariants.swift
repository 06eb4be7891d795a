import Gossip

extension Peers {
    /// Checks that connections and links agree: each connection that carries a link is found by it, and the gossip has it.
    func checkInvariants(with gossip: borrowing GossipNode) {
        precondition(!hasDirectives, "something was left to be done for the peers' part")
        for line in lines.all {
            precondition(lines.contains(line), "a connection stands in another slot than it says")
            guard case .linked(let link) = line.stage else { continue }
            precondition(lines[link: link] === line, "two connections carry one link")
        }
    }
}
