extension WholeScenario {
    /// Draws who ends in the middle of a turn, who goes back to an earlier disk, and what power failures leave.
    mutating func drawDeaths(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3407E)
        // Where chance decides for each disk, some node nearly always has everything.
        if dice.below(3) == 0 { terrain.powerLuck = .nothing }
        let isSudden = dice.below(3) == 0
        for _ in 0..<(isSudden ? 1 + dice.below(4) : 0) { drawInterruption(&dice) }
        if dice.below(12) == 0 { drawRestoration(&dice) }
        confineFaults()
    }

    private mutating func drawInterruption(_ dice: inout Dice) {
        let node = dice.below(nodes)
        let (start, end) = span(&dice)
        let trouble = WholeFault.Trouble.interruption(node, afterCalls: dice.below(6), failsPower: dice.below(2) == 0)
        let isTaken = faults.contains { if case .interruption(node, _, _) = $0.trouble { true } else { false } }
        if !isTaken { faults.append(WholeFault(trouble, start: start, end: end)) }
    }

    /// A clock that was set back meanwhile has a run come after one that is newer.
    private mutating func drawRestoration(_ dice: inout Dice) {
        let node = dice.below(nodes)
        let (start, end) = span(&dice)
        faults.append(WholeFault(.restoration(node), start: start, end: end))
        guard dice.below(2) == 0, crowd.seconds == nil else { return }
        let jump = WholeFault.Trouble.jump(node, by: dice.pick(-600_000_000...(-10_000_000)), isPutRight: false)
        faults.append(WholeFault(jump, start: dice.pick(start...end), end: end))
    }

    private func span(_ dice: inout Dice) -> (start: Int64, end: Int64) {
        let start = dice.pick(Self.firstAction...quietAt)
        return (start, min(quietAt, start + dice.pick(300_000_000...3_000_000_000)))
    }
}
