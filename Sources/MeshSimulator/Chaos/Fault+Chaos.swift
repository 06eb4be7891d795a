extension Fault {
    /// How many faults a scenario of chaos has at most.
    static let chaosLimit = 10

    /// When the first fault may begin, in nanoseconds.
    static let chaosBegin: Int64 = .milliseconds(1000)

    /// Some faults of all kinds, all over before the scenario's chaos is.
    static func chaos(seed: UInt64, scenario: Scenario) -> [Fault] {
        var dice = Dice(seed: seed, stream: 3)
        let regular = scenario.hosts.indices.filter { scenario.hosts[$0].startsAt != nil }
        var faults: [Fault] = []
        for _ in 0..<dice.below(chaosLimit + 1) {
            let begin = dice.pick(chaosBegin...(Scenario.chaosTime - .seconds(1)))
            let lasting = dice.chance(perMillion: 500_000)
            let longest: Int64 = lasting ? .milliseconds(5000) : .milliseconds(800)
            let end = min(begin + dice.pick(Int64.milliseconds(10)...longest), Scenario.chaosTime)
            for kind in kinds(scenario, regular, &dice) {
                faults.append(Fault(kind: kind, begin: begin, end: end))
            }
            if dice.chance(perMillion: 100_000) {
                faults += flaps(of: dice.below(scenario.edges.count), from: begin, to: end, &dice)
            }
        }
        for twin in scenario.hosts.indices where scenario.hosts[twin].startsAt == nil {
            let begin = dice.pick(chaosBegin...Int64.seconds(4))
            faults.append(Fault(kind: .twin(host: twin), begin: begin, end: begin + dice.pick(0...Int64.seconds(4))))
        }
        return faults
    }

    private static func kinds(_ scenario: Scenario, _ hosts: [Int], _ dice: inout Dice) -> [Kind] {
        let host = hosts[dice.below(hosts.count)]
        let wire = dice.below(scenario.edges.count)
        switch dice.below(10) {
        case 0: return [.cut(wire: wire, forward: true, backward: false)]
        case 1: return [.cut(wire: wire, forward: false, backward: true)]
        case 2: return [.cut(wire: wire, forward: true, backward: true)]
        case 3: return [.refuse(wire: wire)]
        case 4, 5: return [.split(hosts: side(of: hosts, &dice), isSilent: dice.chance(perMillion: 500_000))]
        case 6: return [.crash(host: host, isMachineLost: false)]
        case 7: return [.crash(host: host, isMachineLost: true)]
        case 8: return [.pause(host: host)]
        default: return [.jump(host: host, by: leap(&dice), isPutRight: dice.chance(perMillion: 500_000))]
        }
    }

    /// How far a clock jumps, in microseconds: some hours, or ahead by more than messages are kept.
    ///
    /// What a clock posts that is so far behind is too old for everybody else.
    private static func leap(_ dice: inout Dice) -> Int64 {
        dice.chance(perMillion: 200_000) ? longestLeap : dice.pick(-7_200_000_000...7_200_000_000)
    }

    /// 25 hours, in microseconds.
    static let longestLeap: Int64 = 90_000_000_000

    private static func side(of hosts: [Int], _ dice: inout Dice) -> [Int] {
        let share = 50_000 + dice.below(450_000)
        return hosts.filter { _ in dice.chance(perMillion: share) }
    }

    /// A wire that breaks again and again.
    private static func flaps(of wire: Int, from begin: Int64, to end: Int64, _ dice: inout Dice) -> [Fault] {
        var faults: [Fault] = []
        var time = begin
        while time < end, faults.count < chaosLimit {
            let up = time + dice.pick(Int64.milliseconds(1)...Int64.milliseconds(200))
            faults.append(Fault(kind: .refuse(wire: wire), begin: time, end: up))
            time = up + dice.pick(Int64.milliseconds(1)...Int64.milliseconds(400))
        }
        return faults
    }
}
