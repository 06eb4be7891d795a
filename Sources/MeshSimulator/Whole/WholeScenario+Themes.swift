extension WholeScenario {
    /// Draws what must come together, and seldom does by chance, in a few seeds each.
    mutating func drawTheme(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3409E)
        switch dice.below(16) {
        case 0: drawPauses(&dice)
        case 1: drawCalm(&dice)
        case 2: drawFullDisk(&dice)
        default: break
        }
    }

    /// Nodes that stop, and people who go elsewhere meanwhile: what they gave up there must not take their names away.
    ///
    /// No clock is wrong, so that everybody knows which connection is the newest.
    private mutating func drawPauses(_ dice: inout Dice) {
        terrain.machines = []
        faults.removeAll { if case .jump = $0.trouble { true } else { false } }
        for browser in crowd.manners.indices where dice.below(3) > 0 { crowd.manners[browser].insert(.isHurried) }
        for _ in 0...dice.below(4) {
            let start = dice.pick(Self.firstAction...quietAt)
            let end = min(quietAt, start + dice.pick(100_000_000...1_500_000_000))
            let node = dice.below(nodes)
            faults.append(WholeFault(.pause(node), start: start, end: end))
            // Some come just then, and have gone elsewhere when the node goes on.
            for browser in 0..<browsers where dice.below(2) == 0 {
                let time = dice.pick(start...(start + (end - start) / 4))
                let coming = WholeAction.Deed.reload(node: node, after: dice.pick(0...5_000_000))
                actions.append(WholeAction(browser: browser, deed: coming, time: time))
            }
        }
        confineFaults()
    }

    /// Disks that are full while everybody speaks on their node: who is told that something is held is not told so by a
    /// node that could not write it.
    private mutating func drawFullDisk(_ dice: inout Dice) {
        for _ in 0...dice.below(3) {
            let node = dice.below(nodes)
            let start = dice.pick(2 * Self.firstAction...max(2 * Self.firstAction, quietAt - 1_000_000_000))
            let end = min(quietAt, start + dice.pick(100_000_000...800_000_000))
            faults.append(WholeFault(.disk(node, .full), start: start, end: end))
            for browser in 0..<browsers {
                let arrival = WholeAction.Deed.reload(node: node, after: dice.pick(0...5_000_000))
                actions.append(
                    WholeAction(browser: browser, deed: arrival, time: start - dice.pick(300_000_000...900_000_000))
                )
                for _ in 0..<(20 + dice.below(40)) {
                    let time = start + dice.pick(-2_000_000...6_000_000)
                    actions.append(WholeAction(browser: browser, deed: .speak(1), time: time))
                }
            }
        }
        confineFaults()
    }

    /// Nothing goes wrong but clocks that are some seconds apart, and people speak as soon as they load a page again.
    ///
    /// What they say there comes later than what they have read elsewhere.
    private mutating func drawCalm(_ dice: inout Dice) {
        (faults, terrain.revision, terrain.refuge) = ([], nil, nil)
        (crowd.retention, crowd.seconds, crowd.isNarrow) = (nil, nil, false)
        profile.lossPerMillion = 0
        profile.delay = .uniform(100_000...(Int64(1 + dice.below(20)) * 1_000_000))
        terrain.machines = (0..<nodes).map { _ in
            var machine = WholeMachine()
            machine.offset = dice.pick(-20_000_000...20_000_000)
            return machine
        }
        for browser in crowd.manners.indices where dice.below(3) > 0 { crowd.manners[browser].insert(.isHasty) }
        for index in actions.indices where dice.below(3) == 0 {
            actions[index].deed = .reload(node: dice.below(nodes), after: dice.pick(0...2_000_000))
        }
    }
}
