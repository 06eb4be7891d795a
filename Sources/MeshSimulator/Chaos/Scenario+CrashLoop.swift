extension Scenario {
    /// How long a node lives that dies again and again, in nanoseconds.
    static let shortLife: ClosedRange<Int64> = .milliseconds(100)...Int64.milliseconds(600)

    /// How often somebody tries to speak on such a node, in nanoseconds.
    static let speakingInterval: Int64 = .milliseconds(40)

    /// Lets the node of a host die soon after each start, as long as things go wrong, and somebody speak in each run.
    mutating func addCrashLoop(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 400)
        guard dice.chance(perMillion: 150_000) else { return }
        let regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        let host = regular[dice.below(regular.count)]
        hosts[host].keepsJournal = dice.chance(perMillion: 400_000)
        let client = clientCount
        clientCount += 1
        var time = Self.openingTime
        while time < Self.chaosTime - Self.shortLife.upperBound {
            let death = time + dice.pick(Self.shortLife)
            for speaking in stride(from: time, to: death, by: Int(Self.speakingInterval)) {
                actions.append(Action(time: speaking, kind: .attach(client: client, host: host, username: "loop")))
                actions.append(Action(time: speaking, kind: .post(client: client, size: 20)))
            }
            time = death + dice.pick(Int64.milliseconds(5)...Int64.milliseconds(100))
            let crash = Fault.Kind.crash(host: host, isMachineLost: dice.chance(perMillion: 100_000))
            faults.append(Fault(kind: crash, begin: death, end: time))
        }
        actions.sort { $0.time < $1.time }
    }
}
