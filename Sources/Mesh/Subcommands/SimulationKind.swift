/// What `mesh simulate` can do, each with options of its own.
enum SimulationKind: CaseIterable {
    /// Run a scenario from a file.
    case scenario

    /// Try seeds of chaos.
    case seeds

    /// Measure a random mesh.
    case random

    /// Measure the mesh of a configuration.
    case configured

    /// The option that asks for it; `nil` for what is done without one.
    var leader: (name: String, usage: String)? {
        switch self {
        case .scenario: ("--scenario", "--scenario FILE")
        case .seeds: ("--seeds", "--seeds COUNT")
        case .random: ("--nodes", "--nodes N")
        case .configured: nil
        }
    }

    /// What else it takes.
    var options: Set<String> {
        let measured: Set = ["--loss", "--delay", "--partition", "--crash", "--messages", "--rate", "--seed"]
        return switch self {
        case .scenario: ["--picture", "--story"]
        case .seeds: ["--nodes", "--seed", "--whole"]
        case .random: measured.union(["--degree"])
        case .configured: measured.union(["--config"])
        }
    }
}

extension Arguments {
    /// Refuses options that would be passed over: whoever gave one takes what comes for something else.
    ///
    /// - Throws: ``CommandError/usage(_:subcommand:)``.
    func refuseOptionsWithoutMeaning() throws(CommandError) {
        let given = givenOptions
        let kind = SimulationKind.allCases.first { kind in kind.leader.map { given.contains($0.name) } ?? true }
        guard let kind else { return }
        for option in given where option != kind.leader?.name && !kind.options.contains(option) {
            let others = SimulationKind.allCases.filter { $0.options.contains(option) }
            if kind.leader == nil, let wanted = others.first?.leader {
                throw usage("\(option) needs \(wanted.usage)")
            }
            throw usage("\(option) has no meaning with \(kind.leader?.name ?? "a configuration")")
        }
    }
}
