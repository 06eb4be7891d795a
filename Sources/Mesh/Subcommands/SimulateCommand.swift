import BroadcastMesh
import MeshSimulator

extension Subcommand {
    /// `mesh simulate`: the real gossip cores on a network in virtual time.
    static let simulate = Subcommand(
        syntax: CommandSyntax(
            name: "simulate",
            summary: "See how a mesh behaves under loss, partitions and crashes",
            discussion: """
                Runs the nodes' own gossip in virtual time, on a network that does what it is told. One seed is one run,
                down to the last bit. With --seeds, everything that can goes wrong, once for each seed, and what breaks
                a promise is made as small as it gets, printed, and kept in seed-N.json; --scenario runs such a file
                again, and --picture draws it.
                """,
            options: [.config] + CommandSyntax.Option.ofSimulation
        )
    ) { arguments in
        try arguments.refuseOptionsWithoutMeaning()
        if let file = arguments.file(of: "--scenario") {
            let (picture, story) = (arguments.value(of: "--picture"), arguments.value(of: "--story"))
            return try ScenarioRun(file, picture: picture, story: story).run()
        }
        let seed = UInt64(try arguments.integer(of: "--seed", in: 0...Int.max) ?? 1)
        if let count = try arguments.integer(of: "--seeds", in: 1...10_000_000) {
            let nodes = try arguments.integer(of: "--nodes", in: 2...1000) ?? 25
            if arguments.has("--whole") {
                try WholeSweep(first: seed, count: count, nodes: nodes).run()
            } else {
                try SeedSweep(first: seed, count: count, nodes: nodes).run()
            }
        } else {
            let scenario = try arguments.measuredScenario(seed: seed)
            var bar = ProgressBar(total: 100)
            let outcome = scenario.run { bar.show(Int($0 * 100)) }
            bar.clear()
            try Console.print(SimulationReport(outcome).text)
            guard outcome.violations.isEmpty else { throw CommandError.failure("the mesh broke a promise") }
        }
    }
}

extension CommandSyntax.Option {
    /// What a simulation can be told, beside the configuration.
    fileprivate static let ofSimulation = [
        ("--nodes", "N", "a random mesh of so many nodes instead of a configuration (default with --seeds: 25)"),
        ("--degree", "D", "how many links each of them has (default: 4)"),
        ("--loss", "PERCENT", "how much the network loses (default: 0)"),
        ("--delay", "MS", "how long each way takes, in milliseconds (default: 1)"),
        ("--partition", "SECONDS", "cut half of the nodes off for so long (default: 0)"),
        ("--crash", "COUNT", "so many nodes crash and start again two seconds later (default: 0)"),
        ("--messages", "COUNT", "how many messages are posted (default: 1000)"),
        ("--rate", "COUNT", "how many of them a second (default: 200)"),
        ("--seed", "NUMBER", "what decides everything that is left to chance (default: 1)"),
        ("--seeds", "COUNT", "try so many seeds, from --seed on, and everything that can go wrong"),
        ("--whole", "", "with --seeds: run whole nodes, down to the bytes of HTTP and the sectors of a disk"),
        ("--scenario", "FILE", "run a scenario that was kept in a file"),
        ("--picture", "FILE.svg", "draw it: a column for each node, time downwards, what broke a promise in red"),
        ("--story", "FILE", "write down all that happens in it, a line each"),
    ].map { Self(name: $0.0, placeholder: $0.1, summary: $0.2) }
}

extension Arguments {
    /// What `--nodes` or the configuration describes, under a load.
    fileprivate func measuredScenario(seed: UInt64) throws(CommandError) -> Scenario {
        var profile = WireProfile()
        profile.delay = .constant(Int64(try integer(of: "--delay", in: 0...10_000) ?? 1) * 1_000_000)
        profile.lossPerMillion = (try integer(of: "--loss", in: 0...90) ?? 0) * 10_000
        var load = Scenario.Load()
        load.messages = try integer(of: "--messages", in: 1...1_000_000) ?? load.messages
        load.rate = try integer(of: "--rate", in: 1...1_000_000) ?? load.rate
        load.partition = Int64(try integer(of: "--partition", in: 0...3600) ?? 0) * 1_000_000_000
        load.crashes = try integer(of: "--crash", in: 0...1000) ?? 0
        let names: [String]
        let edges: [Scenario.Edge]
        if let count = try integer(of: "--nodes", in: 1...100_000) {
            let degree = try integer(of: "--degree", in: 1...100) ?? 4
            names = (1...count).map { "node\($0)" }
            edges = Scenario.edges(.random(degree: degree), of: count, profile: profile, seed: seed)
        } else {
            let mesh = try configuration()
            names = mesh.nodes.map(\.name)
            edges = mesh.simulatedEdges(profile)
        }
        return Scenario.measured(seed: seed, names: names, edges: edges, load: load)
    }
}

extension MeshConfiguration {
    /// The links of the file, each once, from the node that dials.
    fileprivate func simulatedEdges(_ profile: WireProfile) -> [Scenario.Edge] {
        nodes.indices.flatMap { dialer in
            links(of: nodes[dialer].name).compactMap { link in
                guard link.dialAddress != nil, let listener = nodes.firstIndex(where: { $0.name == link.peer }) else {
                    return nil
                }
                return Scenario.Edge(
                    dialer: dialer,
                    listener: listener,
                    profile: profile,
                    carriesDatagrams: link.transport == .udp
                )
            }
        }
    }
}
