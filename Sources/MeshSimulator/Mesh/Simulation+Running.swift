import Gossip

extension Simulation {
    /// How often it is looked whether the nodes agree, in nanoseconds.
    static let lookInterval: Int64 = .milliseconds(250)

    /// How long a message takes at most in a mesh that is well, in nanoseconds.
    static let epilogueTime: Int64 = .seconds(2)

    /// Runs a scenario to its end: its actions and faults, the calm after them, and one last message from everybody.
    static func run(_ scenario: Scenario) -> Outcome {
        var simulation = Simulation(scenario)
        simulation.run(until: beginning + scenario.calmAt)
        var recovery: Int64?
        let deadline = simulation.now + scenario.settlingTime
        while recovery == nil, simulation.now < deadline, simulation.violations.isEmpty {
            simulation.run(until: simulation.now + lookInterval)
            if simulation.judge().isEmpty { recovery = simulation.now - beginning - scenario.calmAt }
        }
        if recovery != nil {
            simulation.postLastWords()
            simulation.run(until: simulation.now + epilogueTime)
        }
        simulation.violations += simulation.judge()
        simulation.foldOutcome()
        return Outcome(
            seed: scenario.seed,
            hash: simulation.hash.value,
            violations: simulation.violations,
            recoveryTime: recovery,
            figures: simulation.figures
        )
    }

    /// Has every client that is there post once more: the trees must still carry that.
    private mutating func postLastWords() {
        for client in clients.indices where clients[client] != nil {
            act(.post(client: client, size: FrameText.shortest))
        }
        for process in dirty { endTurn(of: process) }
        dirty.removeAll(keepingCapacity: true)
    }

    private mutating func foldOutcome() {
        for process in processes where process.isAlive {
            for channel in process.channels { hash.fold(process.node.channels[channel]?.transcript ?? 0) }
        }
    }
}
