extension WholeScenario {
    /// Draws how people leave, and who never reads where messages are let go.
    mutating func drawHabits(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3408E)
        let (hurry, vanishing) = (max(0, dice.below(6) - 3), max(0, dice.below(6) - 3))
        for browser in crowd.manners.indices {
            if dice.below(3) < hurry { crowd.manners[browser].insert(.isHurried) }
            if dice.below(3) < vanishing { crowd.manners[browser].insert(.vanishes) }
        }
        if crowd.retention != nil, dice.below(2) == 0 { drawDeaf(&dice) }
        if quietAt > Self.longestChat, crowd.retention == nil, !crowd.isNarrow { drawSteadyReader(&dice) }
    }

    /// How long things go on in most seeds, in nanoseconds.
    static let longestChat: Int64 = 10_000_000_000

    /// Somebody reads on and on, and takes longer for one message than a node waits for a sign of life: one that waits
    /// in the node for room, or has left it for a buffer that is large enough for all.
    private mutating func drawSteadyReader(_ dice: inout Dice) {
        profile.bufferBytes = dice.below(2) == 0 ? min(profile.bufferBytes, 16_384) : 1 << 20
        let post = WholeGuest.Deed(.post(3, bytes: 130_000 + dice.below(30_000)), time: 2 * Self.firstAction)
        let path = "/channels/steady"
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: path, [post]))
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(pace: 16 + dice.below(4))), at: path))
    }

    /// Somebody never reads, and soon does not hold any more what it should.
    private mutating func drawDeaf(_ dice: inout Dice) {
        crowd.retention = min(crowd.retention ?? .max, 4 << dice.below(3))
        let arrival = dice.pick(Self.firstAction...max(Self.firstAction, quietAt - 3_000_000_000))
        let deeds = (0..<20).map { _ in
            WholeGuest.Deed(.post(20, bytes: 50 + dice.below(50)), time: dice.pick(arrival...quietAt))
        }
        crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", deeds))
        let coming = WholeGuest.Deed(.reload(node: -1, early: 0), time: arrival)
        crowd.guests.append(WholeGuest(.stranger(.deafness), at: "/channels/tea", [coming]))
    }
}
