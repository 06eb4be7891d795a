extension WholeScenario {
    /// Draws who comes by: with requests and events that are unusual, or too many.
    mutating func drawVisitors(seed: UInt64) {
        drawRecorded(seed: seed)
        var dice = Dice(seed: seed, stream: 0x3413E)
        guard dice.below(5) == 0 else { return }
        let kinds = (0...dice.below(4)).map { _ in Mischief.visits[dice.below(Mischief.visits.count)] }
        let times = kinds.map { _ in dice.pick(Self.allServe...max(Self.allServe, quietAt)) }
        let mayShout = self.mayShout
        for (kind, time) in zip(kinds, times) where mayShout || !Mischief.shouts.contains(kind) {
            if Mischief.shouts.contains(kind) {
                // With short turns it may be that it is said no faster than the rate allows.
                (crowd.rate, crowd.turn) = (Mischief.rate, nil)
            }
            let coming = WholeGuest.Deed(.reload(node: -1, early: 0), time: time)
            crowd.guests.append(WholeGuest(.stranger(kind), at: "/channels/cellar", [coming]))
            if terrain.refuge == nil { quietAt = max(quietAt, time + Mischief.longestVisit) }
        }
    }

    /// Draws what happens to nodes that are recorded besides: somebody brings what no recording may have, one is asked to
    /// stop, and a disk fails; the first also to those whose file says more than it must.
    private mutating func drawRecorded(seed: UInt64) {
        guard terrain.isRecorded || terrain[.wideFile] else { return }
        var dice = Dice(seed: seed, stream: 0x3415E)
        let visits = (0...dice.below(3)).map { _ in
            WholeGuest.Deed(.reload(node: -1, early: 0), time: dice.pick(Self.allServe...max(Self.allServe, quietAt)))
        }
        crowd.guests.append(WholeGuest(.stranger(.proxied), at: "/channels/cellar", visits))
        guard terrain.isRecorded else { return }
        let (node, start) = (dice.below(nodes), dice.pick(Self.firstAction...quietAt))
        let end = min(quietAt, start + dice.pick(200_000_000...2_000_000_000))
        if dice.below(2) == 0 { faults.append(WholeFault(.renewal(node, isKilled: false), start: start, end: end)) }
        if dice.below(2) == 0 {
            terrain.waitsForDisks = false
            faults.append(WholeFault(.disk(node, .failing), start: start, end: end))
        }
        confineFaults()
    }
}
