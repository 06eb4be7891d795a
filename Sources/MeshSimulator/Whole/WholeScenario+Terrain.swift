extension WholeScenario {
    /// Draws what the machines are like, what the file says later, who is healed first, and who stops for minutes.
    mutating func drawTerrain(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3403E)
        drawMachines(&dice)
        terrain.losesUnsynced = !terrain.waitsForDisks && dice.below(2) == 0
        drawSeconds(&dice)
        terrain.isRecorded = dice.below(10) == 0
        terrain[.wideFile] = !terrain.isRecorded && dice.below(4) == 0
        switch dice.below(6) {
        case 0: drawRevision(&dice)
        case 1: drawRefuge(&dice)
        default: break
        }
        guard dice.below(40) == 0 else { return }
        let start = dice.pick(Self.firstAction...quietAt)
        let end = start + dice.pick(61_000_000_000...150_000_000_000)
        faults.append(WholeFault(.pause(dice.below(nodes)), start: start, end: end))
        quietAt = max(quietAt, end)
        confineFaults()
    }

    /// Draws whether messages are let go by their age, where all clocks are right.
    private mutating func drawSeconds(_ dice: inout Dice) {
        let hasJumps = faults.contains { if case .jump = $0.trouble { true } else { false } }
        guard dice.below(12) == 0, terrain.machines.isEmpty, !hasJumps else { return }
        // In the last case nothing is ever too old: all of it is owed.
        crowd.seconds = [1, 2, 600][dice.below(3)]
    }

    private mutating func drawMachines(_ dice: inout Dice) {
        let (offsets, drifts, frozen) = (dice.below(4), dice.below(4), dice.below(8))
        guard offsets > 1 || drifts > 1 || frozen == 7 else { return }
        let widest: Int64 = offsets == 2 ? 20_000_000 : 600_000_000
        terrain.machines = (0..<nodes).map { _ in
            var machine = WholeMachine()
            if offsets > 1, dice.below(2) == 0 { machine.offset = dice.pick(-widest...widest) }
            if drifts > 1, dice.below(2) == 0 { machine.drift = dice.pick(-500...500) }
            machine.isFrozenAtBoot = frozen == 7 && dice.below(3) == 0
            return machine
        }
    }

    /// All nodes are renewed, one by one or some at a time, each at a moment of its own.
    private mutating func drawRevision(_ dice: inout Dice) {
        var revision = WholeRevision()
        if dice.below(2) == 0 { revision.retention = max(1, (crowd.retention ?? 256) >> dice.below(4)) }
        if dice.below(2) == 0 { revision.messageBytes = 65_536 << dice.below(8) }
        // The first of them join everybody.
        revision.removed = (nodes - 1..<max(nodes - 1, links.count)).filter { _ in dice.below(4) == 0 }
        revision.turned = links.indices.filter { _ in dice.below(6) == 0 }
        for _ in 0..<dice.below(3) {
            let (one, other) = (dice.below(nodes), dice.below(nodes))
            let isKnown = (links + revision.added).contains { Set([$0.dialer, $0.listener]) == Set([one, other]) }
            guard one != other, !isKnown else { continue }
            revision.added.append(Link(dialer: one, listener: other, isDatagrams: dice.below(2) == 0))
        }
        if nodes > 2 { revision.lastNode = [.stays, .comes, .leaves][dice.below(3)] }
        terrain.revision = revision
        let (killed, read) = (dice.below(3), dice.below(3))
        for node in 0..<nodes {
            let start = dice.pick(Self.firstAction...max(Self.firstAction, quietAt - 500_000_000))
            let end = min(quietAt, start + dice.pick(50_000_000...1_500_000_000))
            // No node goes on by a file in which it does not stand.
            let mayRead = node < nodes - 1 || revision.lastNode == .stays
            let isKilled = dice.below(2) < killed
            let trouble: WholeFault.Trouble =
                mayRead && dice.below(2) < read ? .rereading(node) : .renewal(node, isKilled: isKilled)
            faults.append(WholeFault(trouble, start: start, end: end))
        }
    }

    /// A part that hangs together is healed; what happens to the others goes on.
    private mutating func drawRefuge(_ dice: inout Dice) {
        var refuge = [dice.below(nodes)]
        let size = 1 + dice.below(max(1, nodes - 1))
        while refuge.count < size {
            let next = links.flatMap { link -> [Int] in
                let (isDialer, isListener) = (refuge.contains(link.dialer), refuge.contains(link.listener))
                return isDialer == isListener ? [] : [isDialer ? link.listener : link.dialer]
            }
            guard !next.isEmpty else { break }
            refuge.append(next[dice.below(next.count)])
        }
        let start = dice.pick(2 * Self.firstAction...quietAt)
        terrain.refuge = WholeRefuge(nodes: refuge.sorted(), start: start)
        quietAt = max(quietAt, start + recovery + 500_000_000)
        // The others have no rest before that.
        for index in faults.indices where dice.below(2) == 0 {
            let longer = faults[index].end + dice.pick(0...(quietAt - faults[index].end))
            faults[index].end = longer
        }
        confineFaults()
    }

    /// Lets nothing go wrong with those that were healed first.
    mutating func confineFaults() {
        guard let refuge = terrain.refuge else { return }
        faults = faults.compactMap { fault in
            guard let host = fault.trouble.host, refuge.nodes.contains(host) else { return fault }
            guard fault.start < refuge.start else { return nil }
            var fault = fault
            fault.end = min(fault.end, refuge.start)
            return fault
        }
    }
}

extension WholeFault.Trouble {
    /// The host that it is about, if it is about one.
    var host: Int? {
        switch self {
        case .kill(let host), .powerFailure(let host), .interruption(let host, _, _), .restoration(let host),
            .pause(let host), .jump(let host, _, _), .disk(let host, _), .renewal(let host, _), .rereading(let host),
            .misstart(let host, _), .removal(let host), .exhaustion(let host):
            host
        case .split, .deafness, .cut, .tampering, .names: nil
        }
    }
}
