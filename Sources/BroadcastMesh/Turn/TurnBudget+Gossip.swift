import Gossip

extension TurnBudget {
    /// Pays for what the gossip had to do.
    mutating func pay(from before: GossipCounters, to after: GossipCounters) {
        let (before, after) = (before.work, after.work)
        // An entry is taken apart, stored, and put in its place in two logs; a change of the state in tables of its own.
        let steps = 3 * (after.items - before.items) + 3 * (after.changes - before.changes)
        spend(messages: steps + after.notes - before.notes)
    }
}
