import Gossip

extension Simulation {
    /// How often it is looked whether the nodes agree, in nanoseconds.
    static let lookInterval: Int64 = .milliseconds(250)

    /// How often it is told how far a run has come: so many times altogether.
    static let progressSteps: Int64 = 200

    /// Runs a scenario to its end: its actions and faults, the calm after them, and one last message from everybody.
    ///
    /// - Parameters:
    ///   - scenario: The scenario.
    ///   - progress: Is told now and then which part of the time with actions and faults is over.
    /// - Returns: What came of it.
    static func run(_ scenario: Scenario, progress: (Double) -> Void) -> Outcome {
        var simulation = Simulation(scenario)
        if scenario.isMeasured { simulation.run(until: beginning + scenario.measuresFrom, progress: progress) }
        let baseline = simulation.baseline()
        simulation.runWatched(until: beginning + scenario.calmAt, progress: progress)
        let recovery = simulation.settle(within: scenario.settlingTime)
        let measurement = scenario.isMeasured ? simulation.measurement(since: baseline) : nil
        if recovery != nil, !scenario.isMeasured {
            // Who lies for ever makes copies for ever, and tells of what is not there.
            if !scenario.hosts.contains(where: { $0.hostility?.isForEver == true }) {
                simulation.speakLastWords()
                simulation.checkLeftovers()
                simulation.checkPositions()
                // Who is in the middle of a turn holds more than it keeps.
                if !simulation.judge().isEmpty { _ = simulation.settle(within: Self.epilogueTime) }
            }
        }
        simulation.findings.violations += simulation.judge()
        simulation.foldOutcome()
        if scenario.keepsChronicle {
            let names = simulation.findings.ledger.entries.indices.map { simulation.findings.ledger.name(of: $0) }
            simulation.findings.chronicle.close(at: simulation.now - beginning, names: names)
        }
        return Outcome(
            seed: scenario.seed,
            hash: simulation.findings.hash.value,
            violations: simulation.findings.violations,
            recoveryTime: recovery,
            marks: simulation.marks,
            figures: simulation.findings.figures,
            measurement: measurement,
            chronicle: scenario.keepsChronicle ? simulation.findings.chronicle : nil
        )
    }

    /// Lets everything happen up to a time, with it, and tells how far that is.
    mutating func run(until end: Int64, progress: (Double) -> Void) {
        let step = max(scenario.calmAt / Self.progressSteps, 1)
        while now < end {
            run(until: min(now + step, end))
            progress(Double(now - Self.beginning) / Double(max(scenario.calmAt, 1)))
        }
    }

    /// Lets time pass until nothing is wrong any more.
    ///
    /// - Returns: How long that took; `nil` if it did not happen in time.
    mutating func settle(within limit: Int64) -> Int64? {
        let start = now
        while now - start < limit, findings.violations.isEmpty {
            run(until: now + Self.lookInterval)
            if judge().isEmpty { return now - start }
        }
        return nil
    }

    /// Which branches some process took, of those that are over too.
    var marks: Marks {
        var marks = Marks()
        for process in processes { marks.formUnion(process.node.marks) }
        return marks
    }

    private mutating func foldOutcome() {
        for process in processes where process.isAlive {
            for channel in process.channels { findings.hash.fold(process.node.channels[channel]?.transcript ?? 0) }
        }
    }
}
