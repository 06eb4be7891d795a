extension Scenario {
    /// Lets many clocks leap ahead, each to a time of its own: nobody may follow any of them, or forget what it has seen.
    mutating func addWrongClocks(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 900)
        guard dice.chance(perMillion: 50_000) else { return }
        for host in hosts.indices where hosts[host].startsAt != nil && dice.chance(perMillion: 300_000) {
            let (begin, minutes) = (dice.pick(Fault.chaosBegin...Self.chaosTime - .seconds(1)), 2 + dice.below(100))
            let leap = Fault.Kind.jump(host: host, by: Int64(minutes) * 60_000_000, isPutRight: false)
            faults.append(Fault(kind: leap, begin: begin, end: Self.chaosTime))
        }
    }
}
