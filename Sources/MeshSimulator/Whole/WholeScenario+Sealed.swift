extension WholeScenario {
    /// Draws a scenario of chaos in which the mesh has a key, and somebody changes what is on the way between nodes.
    ///
    /// It takes the system's OpenSSL, so such scenarios are drawn for those only who ask for them.
    ///
    /// - Parameters:
    ///   - seed: What it is drawn from.
    ///   - nodes: How many nodes there are.
    /// - Returns: The scenario.
    public static func sealedChaos(seed: UInt64, nodes: Int) -> WholeScenario {
        var scenario = chaos(seed: seed, nodes: nodes)
        var dice = Dice(seed: seed, stream: 0x340AE)
        scenario.terrain.isSealed = true
        // A recording has no secrets in it.
        scenario.terrain.isRecorded = false
        for _ in 0...dice.below(2) {
            let start = dice.pick(0...scenario.quietAt)
            let end = min(scenario.quietAt, start + dice.pick(100_000_000...4_000_000_000))
            let tampering = WholeFault.Trouble.tampering(perMillion: 1 << (6 + dice.below(12)))
            scenario.faults.append(WholeFault(tampering, start: start, end: end))
        }
        return scenario
    }
}
