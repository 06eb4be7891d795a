extension Scenario {
    /// What the travellers of a scenario of chaos are called; one name has another form that is the same.
    private static let travellerNames = ["traveller 0", "traveller 1", "trave\u{301}ller 2"]

    /// How many travellers a scenario of chaos has.
    static let travellerCount = travellerNames.count

    /// How long a traveller goes on after the last fault has begun, in nanoseconds.
    static let travelTime = chaosTime + .milliseconds(300)

    /// How long before it loses its connection a traveller says something, at most, in nanoseconds.
    static let lastWordsTime: Int64 = .milliseconds(100)

    /// Lets clients come who want to miss nothing: they speak, change nodes, and lose their connections.
    mutating func addTravellers(seed: UInt64) {
        travellers = (0..<Self.travellerCount).map { number in
            var dice = Dice(seed: seed, stream: 200 + UInt64(number))
            var time = Self.openingTime + dice.pick(0...Int64.seconds(2))
            // Some move all the time, some hardly ever.
            let longestStay = Int64.milliseconds([1000, 3000, 6000][dice.below(3)])
            var leaving = time
            while time < Self.travelTime {
                if time >= leaving {
                    let forgets = dice.chance(perMillion: 100_000)
                    let hop = Action.Kind.hop(
                        traveller: number,
                        host: dice.below(hosts.count),
                        isSilent: dice.chance(perMillion: 600_000),
                        forgets: forgets
                    )
                    actions.append(Action(time: time, kind: hop))
                    // What is said last may not arrive, or its acknowledgement may not.
                    let before = dice.pick(0...Self.lastWordsTime)
                    actions.append(Action(time: time - before, kind: .say(traveller: number, size: 20)))
                    // Some lose their connection before they have read what they asked for.
                    let longest = forgets ? Self.lastWordsTime * 3 : longestStay
                    leaving = time + dice.pick(Int64.milliseconds(10)...longest)
                }
                time = min(time + dice.pick(Int64.milliseconds(5)...Int64.milliseconds(1200)), leaving)
                let say = Action.Kind.say(traveller: number, size: 8 + dice.below(200))
                // Nothing may be on its way when everything is looked at.
                if time < Self.travelTime { actions.append(Action(time: time, kind: say)) }
            }
            return Traveller(
                username: Self.travellerNames[number],
                session: UInt128(number) + 1,
                firstRequest: dice.chance(perMillion: 500_000) ? .history(dice.below(60)) : .everything,
                patience: dice.chance(perMillion: 700_000) ? 2 : 1,
                window: dice.chance(perMillion: 500_000) ? 300 : .max,
                delay: dice.pick(Int64.milliseconds(0)...Int64.milliseconds(30)),
                dice: dice
            )
        }
        actions.sort { $0.time < $1.time }
    }

    /// Has travellers be away for so long that much of what is said meanwhile is over when they come back.
    mutating func addRests(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 810)
        guard dice.chance(perMillion: 250_000) else { return }
        for traveller in travellers.indices where dice.chance(perMillion: 600_000) {
            let pause = dice.pick(Int64.seconds(2)...Int64.seconds(6))
            let time = dice.pick(Self.openingTime + .seconds(1)...Self.chaosTime - pause)
            actions.append(Action(time: time, kind: .rest(traveller: traveller, pause: pause)))
            // Whatever else it would do, it does not go anywhere meanwhile.
            actions.removeAll { action in
                guard case .hop(traveller, _, _, _) = action.kind else { return false }
                return action.time > time && action.time < time + pause
            }
        }
        actions.sort { $0.time < $1.time }
    }

    /// Gives disks to some of the hosts that crash, so that what they took is there again.
    mutating func addJournals(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 300)
        for fault in faults {
            guard case .crash(let host, _) = fault.kind, dice.chance(perMillion: 500_000) else { continue }
            hosts[host].keepsJournal = true
        }
    }
}
