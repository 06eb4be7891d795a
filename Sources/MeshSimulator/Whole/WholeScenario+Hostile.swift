extension WholeScenario {
    /// Draws who sends bytes with mistakes in them, to either port of nodes.
    mutating func drawHostiles(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 0x3404E)
        guard dice.below(3) == 0 else { return }
        // What somebody makes up takes room from what others say.
        let kinds: [Mischief] =
            [.spoiledRequests, .spoiledFrames, .falsePath, .endlessFrame] + (keepsLess ? [] : [.falsePeer])
        for _ in 0...dice.below(4) {
            let deeds = (0...dice.below(4)).map { _ in
                WholeGuest.Deed(.reload(node: -1, early: 0), time: dice.pick(Self.firstAction...quietAt))
            }
            crowd.guests.append(WholeGuest(.stranger(kinds[dice.below(kinds.count)]), at: "/channels/cellar", deeds))
        }
        guard hasFalsePeer else { return }
        // Nodes serve when they have heard all of their peers, or waited two seconds for those that are not there.
        for guest in crowd.guests.indices {
            guard case .stranger = crowd.guests[guest].kind else { continue }
            for deed in crowd.guests[guest].deeds.indices {
                crowd.guests[guest].deeds[deed].time = max(crowd.guests[guest].deeds[deed].time, 2_500_000_000)
            }
        }
    }
}
