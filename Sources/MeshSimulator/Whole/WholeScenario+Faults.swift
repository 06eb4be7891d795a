extension WholeScenario {
    /// What can go wrong with a mesh, and how many of such faults there are at most.
    private enum Kind: CaseIterable {
        case split, deafness, cut, kill, powerFailure, pause, jump, disk

        static let limit = 8
    }

    /// Draws what goes wrong: of each kind nothing, a little, or much.
    mutating func drawFaults(_ dice: inout Dice) {
        terrain.waitsForDisks = dice.below(2) == 0
        var kinds: [Kind] = []
        for kind in Kind.allCases where dice.below(2) == 0 {
            kinds += repeatElement(kind, count: 1 + dice.below(4))
        }
        let troubles = WholeFault.DiskTrouble.allCases.filter { _ in dice.below(3) == 0 }
        let isSpread = dice.below(3) == 0
        let patient = dice.below(nodes)
        for _ in 0..<(kinds.isEmpty ? 0 : dice.below(2 + min(nodes, 4 * Kind.limit) / 4)) {
            let start = dice.pick(Self.firstAction...quietAt)
            let end = min(quietAt, start + dice.pick(10_000_000...4_000_000_000))
            let trouble = draw(kinds[dice.below(kinds.count)], troubles, isSpread ? nil : patient, &dice)
            if let trouble { faults.append(WholeFault(trouble, start: start, end: end)) }
        }
        confineLeaps()
        if dice.below(4) == 0 { drawOutage(&dice) }
    }

    /// Draws a fault of a kind.
    ///
    /// - Parameters:
    ///   - kind: Which.
    ///   - troubles: What may be wrong with disks.
    ///   - patient: Whose disk goes wrong, when only one does.
    ///   - dice: What it is drawn with.
    /// - Returns: The fault; `nil` when none comes of it.
    private func draw(
        _ kind: Kind,
        _ troubles: [WholeFault.DiskTrouble],
        _ patient: Int?,
        _ dice: inout Dice
    ) -> WholeFault.Trouble? {
        let (node, other) = (dice.below(nodes), dice.below(nodes))
        switch kind {
        case .split: return .split((0..<nodes).filter { _ in dice.below(2) == 0 })
        case .deafness: return .deafness((0..<nodes).filter { _ in dice.below(2) == 0 })
        case .cut: return node == other ? nil : .cut(from: node, to: other)
        case .kill: return .kill(node)
        case .powerFailure: return .powerFailure(patient.map { dice.below(2) == 0 ? $0 : node } ?? node)
        case .pause: return .pause(node)
        case .jump: return .jump(node, by: Self.leap(&dice), isPutRight: dice.below(2) == 0)
        case .disk:
            return troubles.isEmpty ? nil : .disk(patient ?? node, troubles[dice.below(troubles.count)])
        }
    }

    /// How wrong a clock may get by leaps, in microseconds.
    ///
    /// Two that are so wrong are less far apart than messages are kept: a program that starts with a clock that is
    /// further ahead lets everything go, and cannot know better.
    private static let widestLeaps: Int64 = 36_000_000_000

    private mutating func confineLeaps() {
        var leaps = Array(repeating: Int64(0), count: nodes)
        faults.removeAll { fault in
            guard case .jump(let host, let by, _) = fault.trouble else { return false }
            guard leaps[host] + abs(by) <= Self.widestLeaps else { return true }
            leaps[host] += abs(by)
            return false
        }
    }

    /// How far a clock jumps, in microseconds: some seconds, or some hours.
    private static func leap(_ dice: inout Dice) -> Int64 {
        switch dice.below(5) {
        case 0: dice.pick(-widestLeaps...widestLeaps)
        case 1: dice.pick(-10_000_000...10_000_000)
        default: dice.pick(-7_200_000_000...7_200_000_000)
        }
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
}
