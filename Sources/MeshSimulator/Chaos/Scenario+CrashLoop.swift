import Gossip

extension Scenario {
    /// How long a node lives that dies again and again, in nanoseconds.
    static let shortLife: ClosedRange<Int64> = .milliseconds(100)...Int64.milliseconds(600)

    /// How often somebody tries to speak on such a node, in nanoseconds.
    static let speakingInterval: Int64 = .milliseconds(40)

    /// Lets the node of a host die soon after each start, as long as things go wrong, and somebody speak in each run.
    mutating func addCrashLoop(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 404)
        guard dice.chance(perMillion: 150_000) else { return }
        let regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        crashAgainAndAgain(regular[dice.below(regular.count)], &dice)
        actions.sort { $0.time < $1.time }
    }

    /// Lets several nodes do so where little is kept of what they said, and runs soon are over: many runs of a node that
    /// nobody holds anything of, and clocks that disagree about how long ago that was.
    mutating func addRestarts(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 800)
        guard dice.chance(perMillion: 110_000) else { return }
        var regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        dice.shuffle(&regular)
        for host in regular.prefix(2 + dice.below(3)) { crashAgainAndAgain(host, &dice) }
        actions.sort { $0.time < $1.time }
        settings.retention.messages = 20
        settings.limits.wholeRuns = 1 << dice.below(3)
        // Of those that are over most go below the watermark.
        var closingDice = Dice(seed: seed, stream: 801)
        if closingDice.below(3) > 0 { settings.limits.closedRuns = 2 + closingDice.below(7) }
        let (begin, host) = (dice.pick(Fault.chaosBegin...Self.chaosTime - .seconds(1)), regular[regular.count - 1])
        let leap = Fault.Kind.jump(host: host, by: Fault.longestLeap, isPutRight: dice.chance(perMillion: 500_000))
        if dice.chance(perMillion: 500_000) { faults.append(Fault(kind: leap, begin: begin, end: Self.chaosTime)) }
    }

    /// Has no run go below the watermark where nothing is let go, and so nothing is lost: a node that starts late is told by one
    /// that has closed such a run for ever how long that was, and counts as many messages as there may have been.
    mutating func spareClosedRuns() {
        guard settings.retention == Retention() else { return }
        settings.limits.closedRuns = max(settings.limits.closedRuns, Self.mostRuns)
    }

    /// Whether a node may have more runs than are remembered one by one, so that some go below the watermark.
    var closesRunsForEver: Bool { settings.limits.closedRuns < Self.mostRuns }

    /// More runs than a node has in a scenario of chaos.
    private static let mostRuns = 128

    /// Lets the node of a host die soon after each start, and somebody speak in each run.
    mutating func crashAgainAndAgain(_ host: Int, _ dice: inout Dice) {
        hosts[host].keepsJournal = dice.chance(perMillion: 400_000)
        let client = clientCount
        clientCount += 1
        var time = Self.openingTime
        while time < Self.chaosTime - Self.shortLife.upperBound {
            let death = time + dice.pick(Self.shortLife)
            for speaking in stride(from: time, to: death, by: Int(Self.speakingInterval)) {
                actions.append(
                    Action(time: speaking, kind: .attach(client: client, host: host, username: "loop \(host)"))
                )
                actions.append(Action(time: speaking, kind: .post(client: client, size: 20)))
            }
            time = death + dice.pick(Int64.milliseconds(5)...Int64.milliseconds(100))
            let crash = Fault.Kind.crash(host: host, isMachineLost: dice.chance(perMillion: 100_000))
            faults.append(Fault(kind: crash, begin: death, end: time))
        }
    }
}
