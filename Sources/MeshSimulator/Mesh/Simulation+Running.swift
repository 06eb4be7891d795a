import Gossip

extension Simulation {
    /// How often it is looked whether the nodes agree, in nanoseconds.
    static let lookInterval: Int64 = .milliseconds(250)

    /// How long a message takes at most in a mesh that is well, in nanoseconds: 12 hops, some of them after a loss.
    static let epilogueTime: Int64 = .seconds(5)

    /// Runs a scenario to its end: its actions and faults, the calm after them, and one last message from everybody.
    static func run(_ scenario: Scenario) -> Outcome {
        var simulation = Simulation(scenario)
        if scenario.isMeasured { simulation.run(until: beginning + scenario.measuresFrom) }
        let baseline = simulation.baseline()
        simulation.run(until: beginning + scenario.calmAt)
        let recovery = simulation.settle(within: scenario.settlingTime)
        let measurement = scenario.isMeasured ? simulation.measurement(since: baseline) : nil
        if recovery != nil, !scenario.isMeasured {
            simulation.postLastWords()
            _ = simulation.settle(within: epilogueTime)
        }
        simulation.violations += simulation.judge()
        simulation.foldOutcome()
        return Outcome(
            seed: scenario.seed,
            hash: simulation.hash.value,
            violations: simulation.violations,
            recoveryTime: recovery,
            figures: simulation.figures,
            measurement: measurement
        )
    }

    /// Lets time pass until nothing is wrong any more.
    ///
    /// - Returns: How long that took; `nil` if it did not happen in time.
    private mutating func settle(within limit: Int64) -> Int64? {
        let start = now
        while now - start < limit, violations.isEmpty {
            run(until: now + Self.lookInterval)
            if judge().isEmpty { return now - start }
        }
        return nil
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
