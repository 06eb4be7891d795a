import Gossip

extension Scenario {
    /// How many seeds in a million have a hub.
    private static let hubShare = 60_000

    /// When a hub is gone, and for how long, in nanoseconds.
    private static let hubDeath = Int64.seconds(2)...Int64.seconds(6)
    private static let hubAbsence = Int64.milliseconds(50)...Int64.seconds(1)

    /// Links one host to all others, where there is little room for links: when its node starts again, what the earlier run said
    /// of its links makes room, and what the new one says has room of its own.
    mutating func addHub(seed: UInt64) {
        var dice = Dice(seed: seed, stream: 407)
        guard dice.chance(perMillion: Self.hubShare), let usual = edges.first else { return }
        let regular = hosts.indices.filter { hosts[$0].startsAt != nil }
        let hub = regular[dice.below(regular.count)]
        let linked = Set(edges.filter { $0.dialer == hub || $0.listener == hub }.flatMap { [$0.dialer, $0.listener] })
        for other in regular where other != hub && !linked.contains(other) {
            edges.append(
                Edge(dialer: hub, listener: other, profile: usual.profile, carriesDatagrams: usual.carriesDatagrams)
            )
        }
        settings.limits.links = 1 << dice.below(6)
        for _ in 0...dice.below(2) {
            let begin = dice.pick(Self.hubDeath)
            let crash = Fault.Kind.crash(host: hub, isMachineLost: dice.chance(perMillion: 300_000))
            faults.append(Fault(kind: crash, begin: begin, end: begin + dice.pick(Self.hubAbsence)))
        }
    }
}
