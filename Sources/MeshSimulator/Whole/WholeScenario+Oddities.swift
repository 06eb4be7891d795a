/// What befalls a machine or those who run it seldom, and what people play at: each in a few seeds.
extension WholeScenario {
    /// Draws one of them, or none; and what is too much for nodes that keep a megabyte.
    mutating func drawOddities(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3416E)
        let kind = dice.below(16)
        if crowd.isNarrow, terrain.refuge == nil, dice.below(2) == 0 { drawHoards(&dice) }
        if dice.below(3) == 0 { drawMisstarts(&dice) }
        if dice.below(2) == 0 { terrain[.neverWaits] = !terrain.waitsForDisks }
        switch kind {
        case 0, 1, 2: drawNames(&dice)
        case 3, 9: drawRemovals(&dice)
        case 4, 5: drawExhaustion(&dice)
        case 6, 7: drawPlay(&dice)
        case 8: drawKnocking(&dice)
        default: break
        }
        confineFaults()
    }

    /// Whether whoever comes may break nodes on purpose; that stands in no recording.
    var isDemonstration: Bool { terrain[.demonstration] && !terrain.isRecorded && recording == nil }

    /// A time in which something goes wrong.
    private func span(_ longest: Int64, _ dice: inout Dice) -> (start: Int64, end: Int64) {
        let start = dice.pick(Self.firstAction...quietAt)
        return (start, min(quietAt, start + dice.pick(100_000_000...longest)))
    }

    /// Files call hosts by their names, or begin to, and those are not always known.
    private mutating func drawNames(_ dice: inout Dice) {
        terrain[.namedHosts] = dice.below(3) > 0
        terrain[.laterNamedHosts] = dice.below(2) == 0
        for _ in 0..<dice.below(4) {
            let (start, end) = span(2_000_000_000, &dice)
            faults.append(WholeFault(.names(isSilent: dice.below(2) == 0), start: start, end: end))
        }
        for _ in 0..<dice.below(3) {
            let (node, (start, end)) = (dice.below(nodes), span(1_000_000_000, &dice))
            faults.append(WholeFault(.kill(node), start: start, end: end))
        }
        guard terrain.revision == nil, dice.below(2) == 0 else { return }
        // A file that says the same with other names of hosts.
        for node in 0..<nodes where dice.below(2) == 0 {
            let start = dice.pick(Self.firstAction...quietAt)
            faults.append(WholeFault(.rereading(node), start: start, end: start))
        }
    }

    /// Somebody starts what cannot be started.
    private mutating func drawMisstarts(_ dice: inout Dice) {
        let kinds = WholeFault.Misstart.allCases
        for _ in 0...dice.below(6) {
            let trouble = WholeFault.Trouble.misstart(dice.below(nodes), kinds[dice.below(kinds.count)])
            let start = dice.pick(Self.firstAction...quietAt)
            faults.append(WholeFault(trouble, start: start, end: start))
        }
    }

    /// Somebody removes parts of data directories while nodes use them.
    private mutating func drawRemovals(_ dice: inout Dice) {
        let node = dice.below(nodes)
        guard !startsBehind(node) else { return }
        terrain.waitsForDisks = false
        for _ in 0...dice.below(3) {
            let (start, end) = span(1_500_000_000, &dice)
            faults.append(WholeFault(.kill(node), start: max(0, start - 300_000_000), end: start))
            faults.append(WholeFault(.removal(node), start: start, end: end))
        }
    }

    /// Machines have no descriptors left.
    private mutating func drawExhaustion(_ dice: inout Dice) {
        for _ in 0...dice.below(3) {
            let (node, (start, end)) = (dice.below(nodes), span(1_500_000_000, &dice))
            faults.append(WholeFault(.exhaustion(node), start: start, end: end))
        }
    }

    /// Some play with a mesh that is a demonstration.
    private mutating func drawPlay(_ dice: inout Dice) {
        guard terrain.revision == nil, terrain.refuge == nil, !terrain.isRecorded, !terrain[.wideFile],
            let last = links.indices.last
        else { return }
        terrain[.demonstration] = true
        let kinds: [Mischief] = [.cuttingLink, .slowingLink, .cuttingLink, .slowingLink, .crashing, .meddling]
        for _ in 0...(2 + dice.below(4)) {
            let (kind, link) = (kinds[dice.below(kinds.count)], links[dice.below(last + 1)])
            let (node, peer) = dice.below(2) == 0 ? (link.dialer, link.listener) : (link.listener, link.dialer)
            let time = dice.pick(Self.firstAction...max(Self.firstAction, quietAt - Mischief.longestPlay))
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: time)
            crowd.guests.append(WholeGuest(.stranger(kind), at: "/demo/links/n\(peer)", [coming]))
            quietAt = max(quietAt, time + Mischief.longestPlay + 500_000_000)
        }
        // Somebody has the file read again meanwhile.
        let start = dice.pick(Self.firstAction...quietAt)
        if dice.below(2) == 0 { faults.append(WholeFault(.rereading(dice.below(nodes)), start: start, end: start)) }
    }

    /// More come to the port of peers than may wait there, and say nothing.
    private mutating func drawKnocking(_ dice: inout Dice) {
        crowd.descriptors = 256
        let (node, start) = (dice.below(nodes), dice.pick(Self.firstAction...quietAt))
        for _ in 0..<20 {
            let time = start + dice.pick(0...300_000_000)
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: time)
            crowd.guests.append(WholeGuest(.stranger(.knocking), at: "/channels/cellar", [coming]))
        }
    }

    /// Nodes that keep a megabyte are begun more posts than they have room for, asked for figures that nobody reads, and read
    /// by some who do not.
    private mutating func drawHoards(_ dice: inout Dice) {
        let node = dice.below(nodes)
        func come(_ mischief: Mischief, _ path: String, at time: Int64) {
            let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: time)
            crowd.guests.append(WholeGuest(.stranger(mischief), at: path, [coming]))
        }
        var start = dice.pick(Self.allServe...max(Self.allServe, quietAt))
        for _ in 0..<8 { come(.hoarding, "/channels/cellar", at: start + dice.pick(0...500_000_000)) }
        start += 9_000_000_000
        if dice.below(2) == 0 {
            come(.roaming, "/channels/cellar", at: start)
            come(.staleFigures, "/status", at: start + Mischief.roamingTime)
            for number in 1..<12 {
                come(.deafFigures, "/status", at: start + Mischief.roamingTime + Int64(number) * 1_200_000_000)
            }
            start += Mischief.longestHoard + 4_000_000_000
        }
        quietAt = max(quietAt, start)
    }
}
