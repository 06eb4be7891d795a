/// Clocks that leap, or begin anew with their machine.
extension WholeScenario {
    /// How far a clock leaps, in microseconds: nothing is kept for as long.
    private static let leap: Int64 = 90_000_000_000

    /// A clock is a day and an hour ahead of what it was, from one moment to the next, on a node that goes on: that makes no
    /// message older.
    mutating func drawLeap(_ dice: inout Dice) {
        keepFile()
        crowd.seconds = nil
        terrain.machines = []
        let node = dice.below(nodes)
        faults.removeAll { fault in
            // A program that starts with such a clock lets everything go, and cannot know better.
            if case .jump = fault.trouble { true } else { fault.trouble.host == node }
        }
        let time = dice.pick(2 * Self.firstAction...quietAt)
        faults.append(WholeFault(.jump(node, by: Self.leap, isPutRight: false), start: time, end: time))
    }

    /// Starts no program by a clock that has leapt, whatever was drawn since: it would let everything go, and cannot know better.
    mutating func spareLeapt() {
        let leapt = faults.compactMap { fault in
            if case .jump(let node, Self.leap, isPutRight: false) = fault.trouble { node } else { nil }
        }
        faults.removeAll { fault in
            if case .jump = fault.trouble { false } else { fault.trouble.host.map(leapt.contains) ?? false }
        }
        // A demonstration starts programs too.
        if !leapt.isEmpty { crowd.guests.removeAll { $0.kind == .stranger(.crashing) } }
    }

    /// The machine of a node has no battery and no disk: each time it starts at the same time, and knows of nothing; and it is
    /// cut off when it does.
    mutating func drawForgetful(_ dice: inout Dice) {
        keepFile()
        // By a clock that is late, what is too old elsewhere is not.
        crowd.seconds = nil
        let node = dice.below(nodes)
        faults.removeAll { fault in
            if case .jump = fault.trouble { true } else { fault.trouble.host == node }
        }
        terrain.machines = (0..<nodes).map { terrain.machine($0) }
        (terrain.machines[node].isFrozenAtBoot, terrain.machines[node].hasNoData) = (true, true)
        terrain.isRecorded = false
        let start = dice.pick(3_000_000_000...max(3_000_000_000, quietAt))
        let end = start + dice.pick(200_000_000...400_000_000)
        faults.append(WholeFault(.split([node]), start: start - 300_000_000, end: end + 4_000_000_000))
        faults.append(WholeFault(.kill(node), start: start, end: end))
        for browser in 0..<browsers where dice.below(3) > 0 {
            for time in [start - 800_000_000, end + 2_200_000_000] {
                actions.append(WholeAction(browser: browser, deed: .reload(node: node, after: 1_000_000), time: time))
                actions += (1...8).map {
                    WholeAction(browser: browser, deed: .speak(1), time: time + $0 * 90_000_000)
                }
            }
        }
        quietAt = max(quietAt, end + 4_500_000_000)
    }
}
