extension WholeScenario {
    /// Draws which clients of the channel protocol have a session that guards their keys, and who posts under those.
    mutating func drawSessions(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3411E)
        let share = dice.below(4)
        var paths: [String] = []
        for guest in crowd.guests.indices {
            guard case .relay(let listening) = crowd.guests[guest].kind, listening.speaksEvents, dice.below(3) < share
            else { continue }
            crowd.guests[guest].guardsKeys = true
            paths.append(crowd.guests[guest].path)
        }
        guard let path = paths.first, dice.below(2) == 0 else { return }
        for _ in 0...dice.below(3) {
            var listening = WholeGuest.Listening(echoes: dice.below(2) == 0, speaksEvents: true)
            listening.steals = true
            let deeds = (0..<dice.below(4)).map { _ in
                let reload = WholeGuest.Deed.Matter.reload(node: dice.below(nodes), early: dice.below(3))
                return WholeGuest.Deed(reload, time: dice.pick(Self.firstAction...quietAt))
            }
            crowd.guests.append(WholeGuest(.relay(listening), at: path, deeds))
        }
    }
}
