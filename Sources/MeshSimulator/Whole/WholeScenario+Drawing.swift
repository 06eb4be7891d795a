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
        var scenario = WholeScenario(seed: seed, nodes: nodes)
        scenario.drawLinks(&dice)
        scenario.browsers = 2 + dice.below(max(1, nodes / 2))
        scenario.profile.delay = .uniform(100_000...Int64(1 + dice.below(20)) * 1_000_000)
        scenario.profile.lossPerMillion = dice.below(3) == 0 ? dice.below(100_000) : 0
        scenario.profile.duplicatesPerMillion = dice.below(3) == 0 ? dice.below(100_000) : 0
        scenario.quietAt = Self.firstAction + dice.pick(2_000_000_000...6_000_000_000)
        // Every probability is drawn, so that some seeds have much of one thing.
        let faults = dice.below(2 + nodes / 4)
        for _ in 0..<faults { scenario.drawFault(&dice) }
        if dice.below(4) == 0 { scenario.drawOutage(&dice) }
        let actions = scenario.browsers * (2 + dice.below(12))
        let (reloads, burst) = (dice.below(4), 1 << dice.below(6))
        for _ in 0..<actions { scenario.drawAction(reloads: reloads, burst: burst, &dice) }
        let slow = dice.below(3)
        scenario.slowReaders = (0..<scenario.browsers).filter { _ in dice.below(6) < slow }
        scenario.drawCrowd(seed: seed)
        return scenario
    }

    private mutating func drawLinks(_ dice: inout Dice) {
        let datagrams = dice.below(4)
        func isDatagrams(_ dice: inout Dice) -> Bool { dice.below(4) < datagrams }
        // A tree that joins everybody, and as many links again.
        for node in 1..<nodes {
            links.append(Link(dialer: node, listener: dice.below(node), isDatagrams: isDatagrams(&dice)))
        }
        for _ in 0..<nodes {
            let (one, other) = (dice.below(nodes), dice.below(nodes))
            let isKnown = links.contains {
                [$0.dialer, $0.listener] == [one, other] || [$0.dialer, $0.listener] == [other, one]
            }
            if one != other, !isKnown {
                links.append(Link(dialer: one, listener: other, isDatagrams: isDatagrams(&dice)))
            }
        }
    }

    private mutating func drawFault(_ dice: inout Dice) {
        let start = dice.pick(Self.firstAction...quietAt)
        let end = min(quietAt, start + dice.pick(10_000_000...4_000_000_000))
        let node = dice.below(nodes)
        let side = (0..<nodes).filter { _ in dice.below(2) == 0 }
        let troubles: [WholeFault.Trouble] = [
            .split(side), .deafness(side), .kill(node), .powerFailure(node), .pause(node),
        ]
        faults.append(WholeFault(troubles[dice.below(troubles.count)], start: start, end: end))
    }

    /// All nodes are gone at once: what was accepted is where the disks have it, and nowhere else.
    private mutating func drawOutage(_ dice: inout Dice) {
        let start = dice.pick(Self.firstAction...quietAt)
        let failsPower = dice.below(2) == 0
        for node in 0..<nodes {
            let end = min(quietAt, start + dice.pick(100_000_000...2_000_000_000))
            faults.append(WholeFault(failsPower ? .powerFailure(node) : .kill(node), start: start, end: end))
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
