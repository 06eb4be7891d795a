/// What a file says seldom, and starts that come one after the other: each in a few seeds.
extension WholeScenario {
    /// Draws one of them, or none.
    mutating func drawRarities(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3420E)
        let restarts = dice.below(terrain.isRecorded ? 3 : 30) == 0
        switch dice.below(30) {
        case 0, 1: terrain[.mutualLinks] = !terrain[.demonstration]
        case 2, 3: drawOrigins(&dice)
        case 4, 5: drawOtherKey(&dice)
        case 6: drawRush(&dice)
        default: break
        }
        if crowd.isNarrow, dice.below(3) == 0 { drawShortage(&dice) }
        if restarts { drawRestarts(&dice) }
        confineFaults()
    }

    /// Nodes read a file that says of itself more than a line of a log has room for.
    private mutating func drawOrigins(_ dice: inout Dice) {
        guard terrain.revision == nil, !terrain[.demonstration] else { return }
        terrain[.manyOrigins] = true
        drawReadings(&dice)
    }

    /// Nodes prove another key from now on, and go on while they do.
    private mutating func drawOtherKey(_ dice: inout Dice) {
        guard terrain.revision == nil, terrain.refuge == nil, !terrain.isRecorded else { return }
        guard !terrain[.demonstration] else { return }
        terrain.seal = terrain.seal ?? .toy
        terrain.revision = WholeRevision()
        terrain.revision?.turnsKeys = true
        drawReadings(&dice)
    }

    /// All nodes read the file that comes later, each when it likes.
    private mutating func drawReadings(_ dice: inout Dice) {
        for node in 0..<nodes {
            let start = dice.pick(Self.firstAction...quietAt)
            faults.append(WholeFault(.rereading(node), start: start, end: start))
        }
    }

    /// Peers come to a node that has no descriptors for them.
    private mutating func drawRush(_ dice: inout Dice) {
        let node = dice.below(nodes)
        let dialers = links.filter { $0.listener == node && !startsBehind($0.dialer) }.map(\.dialer)
        guard !dialers.isEmpty else { return }
        for _ in 0..<(1 + dice.below(3)) {
            let start = dice.pick(Self.firstAction...quietAt)
            let end = min(quietAt, start + dice.pick(500_000_000...1_500_000_000))
            faults.append(WholeFault(.exhaustion(node), start: start, end: end))
            for dialer in dialers where dice.below(2) == 0 {
                let back = min(quietAt, start + dice.pick(10_000_000...200_000_000))
                faults.append(WholeFault(.kill(dialer), start: max(0, start - 50_000_000), end: back))
            }
        }
    }

    /// Nodes that keep little, and write more than that, want for descriptors, or for a segment, when they rewrite what they
    /// never waited for.
    private mutating func drawShortage(_ dice: inout Dice) {
        terrain.waitsForDisks = false
        terrain[.neverWaits] = true
        for _ in 0..<12 {
            let (node, start) = (dice.below(nodes), dice.pick(Self.firstAction...quietAt))
            let end = min(quietAt, start + dice.pick(10_000_000...300_000_000))
            let isRemoved = dice.below(6) == 0 && !startsBehind(node)
            faults.append(WholeFault(isRemoved ? .removal(node) : .exhaustion(node), start: start, end: end))
        }
    }

    /// A node is killed so often that it rewrites the segments that it leaves; when it comes to that, a part of them
    /// may be damaged, or there may be no descriptor.
    private mutating func drawRestarts(_ dice: inout Dice) {
        let node = dice.below(nodes)
        guard !startsBehind(node) else { return }
        var time = Self.firstAction
        for number in 0..<8 {
            let end = time + dice.pick(50_000_000...200_000_000)
            faults.append(WholeFault(.kill(node), start: time, end: end))
            if number > 3, dice.below(2) == 0 {
                let start = end + dice.pick(10_000...5_000_000)
                let trouble: WholeFault.Trouble = terrain.isRecorded ? .disk(node, .flipped) : .exhaustion(node)
                faults.append(WholeFault(trouble, start: start, end: start + 100_000_000))
            }
            time = end + dice.pick(300_000_000...600_000_000)
        }
        quietAt = max(quietAt, time)
    }

    /// Whether a node begins each time with a clock that was passed: it takes up one run more, once in ten seconds, and is not
    /// seen before.
    func startsBehind(_ node: Int) -> Bool {
        terrain.machines.indices.contains(node)
            && (terrain.machines[node].isFrozenAtBoot || terrain.machines[node].hasNoData)
    }
}
