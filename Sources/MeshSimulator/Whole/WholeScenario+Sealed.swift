extension WholeScenario {
    /// Draws a scenario of chaos in which the mesh has a key, and somebody changes what is on the way between nodes.
    ///
    /// It takes the system's OpenSSL, so such scenarios are drawn for those only who ask for them; in others a toy seals.
    ///
    /// - Parameters:
    ///   - seed: What it is drawn from.
    ///   - nodes: How many nodes there are.
    /// - Returns: The scenario.
    public static func sealedChaos(seed: UInt64, nodes: Int) -> WholeScenario {
        var scenario = chaos(seed: seed, nodes: nodes)
        var dice = Dice(seed: seed, stream: 0x340AE)
        scenario.terrain.seal = .system
        // What seals the connections of clients is a toy.
        scenario.terrain[.sealedDoors] = false
        // A recording has no secrets in it.
        scenario.terrain.isRecorded = false
        scenario.drawTampering(&dice)
        return scenario
    }

    /// Draws whether a toy seals the links between nodes, and whether somebody changes what is on the way.
    mutating func drawSeal(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x340CE)
        // Where another file comes, it may turn keys.
        guard dice.below(terrain.revision == nil ? 5 : 2) == 0, !terrain.isRecorded else { return }
        terrain.seal = .toy
        terrain.revision?.turnsKeys = dice.below(2) == 0
        if dice.below(2) == 0 { drawTampering(&dice) }
    }

    private mutating func drawTampering(_ dice: inout Dice) {
        for _ in 0...dice.below(2) {
            let start = dice.pick(0...quietAt)
            // With those that are healed first nothing goes wrong from then on.
            let end = min(terrain.refuge?.start ?? quietAt, start + dice.pick(100_000_000...4_000_000_000))
            let tampering = WholeFault.Trouble.tampering(perMillion: 1 << (6 + dice.below(12)))
            guard end > start else { continue }
            faults.append(WholeFault(tampering, start: start, end: end))
        }
    }
}
