extension Scenario {
    /// The names that people claim; some of them are one name in two spellings.
    static let usernames = ["ana", "bob", "zoe\u{308}", "zo\u{EB}", "eve", "kim", "max", "\u{1F600}"]

    /// When the first people come, in nanoseconds.
    static let openingTime: Int64 = .milliseconds(800)

    /// Lets people come, post, go and change nodes as long as things go wrong.
    mutating func addPeople(seed: UInt64) {
        clientCount = 12
        for client in 0..<clientCount {
            var dice = Dice(seed: seed, stream: 100 + UInt64(client))
            let username = client % 2 == 0 ? Self.usernames[dice.below(Self.usernames.count)] : nil
            var time = Self.openingTime + dice.pick(0...Int64.seconds(3))
            while time < Self.chaosTime {
                let host = dice.below(hosts.count)
                actions.append(Action(time: time, kind: .attach(client: client, host: host, username: username)))
                let leaving = time + dice.pick(Int64.milliseconds(500)...Int64.seconds(6))
                while time < min(leaving, Self.chaosTime) {
                    time += dice.pick(Int64.milliseconds(20)...Int64.milliseconds(800))
                    let size = dice.chance(perMillion: 20_000) ? 20_000 : 8 + dice.below(300)
                    // It counts from the last action how soon everybody must have everything.
                    guard time < Self.chaosTime else { break }
                    actions.append(Action(time: time, kind: .post(client: client, size: size)))
                }
                if dice.chance(perMillion: 300_000) {
                    actions.append(Action(time: time, kind: .detach(client: client)))
                    time += dice.pick(0...Int64.seconds(1))
                }
            }
        }
        actions.sort { $0.time < $1.time }
    }
}
