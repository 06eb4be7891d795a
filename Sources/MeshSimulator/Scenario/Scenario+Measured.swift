import Gossip

extension Scenario {
    /// What people ask of a mesh while it is measured.
    public struct Load: Sendable {
        /// How many messages are posted, by all nodes in turn, in random order.
        public var messages = 1000

        /// How many of them a second.
        public var rate = 200

        /// How long each is, in bytes.
        public var size = 100

        /// For how long half of the nodes is cut off from the others, in nanoseconds; 0 for not at all.
        public var partition: Int64 = 0

        /// How many nodes crash, one after the other, for two seconds each.
        public var crashes = 0

        /// Starts with the defaults.
        public init() {}
    }

    /// The most nodes that tell all others of their links: in larger meshes that is most of the work at the start.
    static let announcingNodes = 50

    /// When the trees are grown, in nanoseconds: each node posts once, and once more where links are announced, since
    /// trees grow anew when those have settled.
    static let warmUpBegin: Int64 = .milliseconds(1500)

    /// How long a crashed node is away.
    static let crashTime: Int64 = .seconds(2)

    /// Makes a mesh that is measured under a steady load.
    ///
    /// - Parameters:
    ///   - seed: What decides everything that is left to chance.
    ///   - names: The names of the nodes.
    ///   - edges: The links.
    ///   - load: What is posted, and what goes wrong meanwhile.
    /// - Returns: The scenario.
    public static func measured(seed: UInt64, names: [String], edges: [Edge], load: Load) -> Scenario {
        var dice = Dice(seed: seed, stream: 4)
        let hosts = names.map { Host(name: $0, startsAt: dice.pick(0...Int64.milliseconds(100))) }
        var scenario = Scenario(seed: seed, hosts: hosts, edges: edges)
        scenario.isMeasured = true
        scenario.settings.announcesLinks = names.count <= announcingNodes
        scenario.hasReaders = false
        scenario.clientCount = names.count
        let rounds = min(scenario.settings.announcesLinks ? 2 : 1, load.messages * 2 / names.count)
        let warmUpEnd = warmUpBegin + Int64.seconds(2 * max(rounds, 1)) + .milliseconds(500)
        for (client, host) in hosts.indices.enumerated() {
            let come = Action(
                time: warmUpBegin - .milliseconds(100),
                kind: .attach(client: client, host: host, username: nil)
            )
            scenario.actions.append(come)
            for round in 0..<rounds {
                let time = warmUpBegin + Int64.seconds(2 * round) + dice.pick(0...Int64.milliseconds(1500))
                scenario.actions.append(Action(time: time, kind: .post(client: client, size: load.size)))
            }
        }
        for message in 0..<load.messages {
            let time = warmUpEnd + Int64(message) * 1_000_000_000 / Int64(load.rate)
            let client = dice.below(hosts.count)
            scenario.actions.append(Action(time: time, kind: .post(client: client, size: load.size)))
        }
        scenario.actions.sort { $0.time < $1.time }
        let loadTime = Int64(load.messages) * 1_000_000_000 / Int64(load.rate)
        scenario.measuresFrom = warmUpEnd - 1
        scenario.addTrouble(load, from: warmUpEnd, lasting: loadTime, &dice)
        scenario.calmAt = max(warmUpEnd + loadTime, scenario.faults.map(\.end).max() ?? 0)
        scenario.settlingTime = .seconds(60)
        return scenario
    }

    private mutating func addTrouble(_ load: Load, from begin: Int64, lasting: Int64, _ dice: inout Dice) {
        if load.partition > 0 {
            var side = Array(hosts.indices)
            dice.shuffle(&side)
            let half = Fault.Kind.split(hosts: Array(side.prefix(hosts.count / 2)), isSilent: false)
            let middle = begin + lasting / 2
            faults.append(Fault(kind: half, begin: middle, end: middle + load.partition))
        }
        for _ in 0..<load.crashes {
            let time = begin + dice.pick(0...max(lasting, 1))
            let crash = Fault.Kind.crash(host: dice.below(hosts.count), isMachineLost: false)
            faults.append(Fault(kind: crash, begin: time, end: time + Self.crashTime))
        }
    }

    /// Makes links for so many nodes.
    ///
    /// - Parameters:
    ///   - topology: Who is linked to whom.
    ///   - count: How many nodes.
    ///   - profile: What each path is like.
    ///   - carriesDatagrams: Whether the links are UDP.
    ///   - seed: What decides a random topology.
    /// - Returns: The links.
    public static func edges(
        _ topology: Topology,
        of count: Int,
        profile: WireProfile,
        carriesDatagrams: Bool = false,
        seed: UInt64
    ) -> [Edge] {
        var dice = Dice(seed: seed, stream: 5)
        return topology.pairs(of: count, &dice).map {
            Edge(dialer: $0, listener: $1, profile: profile, carriesDatagrams: carriesDatagrams)
        }
    }
}
