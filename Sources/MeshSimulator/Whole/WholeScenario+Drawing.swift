extension WholeScenario {
    /// When people begin to chat, in nanoseconds: the mesh has found itself.
    static let firstAction: Int64 = 1_000_000_000

    /// Draws a scenario in which everything that can goes wrong.
    ///
    /// - Parameters:
    ///   - seed: What it is drawn from.
    ///   - nodes: How many nodes there are.
    /// - Returns: The scenario.
    public static func chaos(seed: UInt64, nodes: Int) -> WholeScenario {
        var dice = Dice(seed: seed, stream: 0x3401E)
        // Each size and each probability is drawn itself, and may be nothing (Groce and others, Swarm Testing, 2012).
        let nodes = dice.below(2) == 0 ? nodes : Int(dice.pick(2...Int64(max(2, nodes))))
        var scenario = WholeScenario(seed: seed, nodes: nodes)
        scenario.drawLinks(&dice)
        scenario.drawProfile(&dice)
        scenario.browsers = 2 + dice.below(max(1, nodes / 2))
        scenario.quietAt = Self.firstAction + dice.pick(2_000_000_000...6_000_000_000)
        // Some go on for longer than a node waits for anything.
        if dice.below(30) == 0 { scenario.quietAt += 100_000_000_000 }
        scenario.drawFaults(&dice)
        let actions = scenario.browsers * (2 + dice.below(12))
        let (reloads, burst) = (dice.below(4), 1 << dice.below(6))
        for _ in 0..<actions { scenario.drawAction(reloads: reloads, burst: burst, &dice) }
        let slow = dice.below(3)
        scenario.crowd.slowReaders = (0..<scenario.browsers).filter { _ in dice.below(6) < slow }
        scenario.drawQuestions(seed: seed)
        scenario.drawCrowd(seed: seed)
        scenario.drawHabits(seed: seed)
        scenario.drawTerrain(seed: seed)
        scenario.drawHostiles(seed: seed)
        scenario.drawDeaths(seed: seed)
        scenario.drawTheme(seed: seed)
        scenario.drawReleases(seed: seed)
        scenario.drawSeal(seed: seed)
        scenario.drawEmbedding(seed: seed)
        scenario.drawSessions(seed: seed)
        scenario.drawTrial(seed: seed)
        scenario.drawTurns(seed: seed)
        scenario.drawBounds(seed: seed)
        scenario.drawVisitors(seed: seed)
        scenario.drawOddities(seed: seed)
        scenario.drawRarities(seed: seed)
        scenario.drawRushes(seed: seed)
        scenario.drawDoors(seed: seed)
        scenario.spareLeapt()
        return scenario
    }

    /// Draws who asks what was said before.
    private mutating func drawQuestions(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3406E)
        guard dice.below(2) == 0 else { return }
        for _ in 0..<browsers * (1 + dice.below(4)) {
            let deed = WholeAction.Deed.ask(min(500, 1 << dice.below(10)))
            let time = dice.pick(Self.firstAction...quietAt)
            actions.append(WholeAction(browser: dice.below(browsers), deed: deed, time: time))
        }
    }

    private mutating func drawProfile(_ dice: inout Dice) {
        let longest = Int64(1 + dice.below(20)) * 1_000_000
        profile.delay = dice.below(4) == 0 ? .heavyTail(base: longest / 8) : .uniform(100_000...longest)
        profile.lossPerMillion = dice.below(3) == 0 ? dice.below(100_000) : 0
        profile.duplicatesPerMillion = dice.below(3) == 0 ? dice.below(100_000) : 0
        if dice.below(6) == 0 {
            profile.bytesPerSecond = 2_000_000 << dice.below(4)
            profile.bufferBytes = 16_384 << dice.below(4)
            profile.queueBytes = 32_768 << dice.below(3)
        }
    }

    private mutating func drawLinks(_ dice: inout Dice) {
        let datagrams = dice.below(4)
        func isDatagrams(_ dice: inout Dice) -> Bool { dice.below(4) < datagrams }
        // A tree that joins everybody, and others.
        for node in 1..<nodes {
            links.append(Link(dialer: node, listener: dice.below(node), isDatagrams: isDatagrams(&dice)))
        }
        for _ in 0..<dice.below(2 * nodes) {
            let (one, other) = (dice.below(nodes), dice.below(nodes))
            let isKnown = links.contains {
                [$0.dialer, $0.listener] == [one, other] || [$0.dialer, $0.listener] == [other, one]
            }
            if one != other, !isKnown {
                links.append(Link(dialer: one, listener: other, isDatagrams: isDatagrams(&dice)))
            }
        }
    }

    private mutating func drawAction(reloads: Int, burst: Int, _ dice: inout Dice) {
        let time = dice.pick(Self.firstAction...quietAt)
        let isReload = dice.below(20) < reloads
        let after = dice.below(2) == 0 ? dice.pick(0...5_000_000) : dice.pick(0...1_000_000_000)
        let deed: WholeAction.Deed =
            isReload ? .reload(node: dice.below(nodes), after: after) : .speak(1 + dice.below(burst))
        actions.append(WholeAction(browser: dice.below(browsers), deed: deed, time: time))
    }
}
