import Gossip

/// What bounds the gossip of whole nodes.
extension WholeScenario {
    /// Draws how little it keeps, sends at once and tries again, as for nodes that gossip alone: what takes years on a real
    /// node, or thousands of them, is met here.
    mutating func drawBounds(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x341AE)
        guard dice.below(5) == 0, !terrain.isRecorded else { return }
        crowd.limits.draw(&dice, nodes: 2 * nodes)
        // Few starts are many.
        if dice.below(2) == 0 { crowd.limits.wholeRuns = 1 + dice.below(2) }
        if dice.below(2) == 0 { crowd.limits.closedRuns = 2 + dice.below(3) }
    }

    /// What bounds the gossip of each node: as usual for nodes that are recorded.
    var limits: GossipLimits { terrain.isRecorded || recording != nil ? GossipLimits() : crowd.limits }
}
