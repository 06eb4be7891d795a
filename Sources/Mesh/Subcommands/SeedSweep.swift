import Bytes
import Gossip
import MeshSimulator

/// Many seeds of chaos, one after the other.
struct SeedSweep {
    /// The first seed.
    let first: UInt64

    /// How many seeds.
    let count: Int

    /// How many nodes each mesh has.
    let nodes: Int

    /// With so many seeds of 25 nodes every branch that matters is taken by some.
    static let sufficientCount = 1000

    /// Runs them all, and explains those that break a promise.
    ///
    /// - Throws: When any did.
    func run() throws(CommandError) {
        var progress = ProgressBar(total: count)
        var failures = 0
        var deliveries = 0
        var slowest: Int64 = 0
        var hash = EventHash()
        var marks = Marks()
        for offset in 0..<count {
            let scenario = Scenario.chaos(seed: first &+ UInt64(offset), nodes: nodes)
            let outcome = scenario.run()
            deliveries += outcome.figures.deliveryCount
            slowest = max(slowest, outcome.recoveryTime ?? 0)
            hash.fold(outcome.hash)
            marks.formUnion(outcome.marks)
            if !outcome.violations.isEmpty {
                failures += 1
                progress.clear()
                try explain(scenario, outcome)
            }
            progress.show(offset + 1)
        }
        progress.clear()
        let recovery = Quantity.time(nanoseconds: Double(slowest))
        try Console.print(
            """
            \(count) seeds of \(nodes) nodes, \(failures) of them broke a promise
            \(Quantity.count(deliveries)) deliveries to clients; all nodes agreed within \(recovery) after the last fault
            hash \(hash.value.hexadecimal), the same for these seeds in every process and every build
            """
        )
        guard failures == 0 else { throw CommandError.failure("\(failures) of \(count) seeds broke a promise") }
        try check(marks)
    }

    /// With many seeds, a branch that none of them took is a failure: nothing tries it.
    private func check(_ marks: Marks) throws(CommandError) {
        let missing = marks.missing.map { "\($0)" }
        guard count >= Self.sufficientCount, !missing.isEmpty else { return }
        throw .failure("\(missing.joined(separator: ", ")): taken in none of \(count) seeds")
    }

    /// Shows what a seed needs to break its promise, and keeps that as a file.
    private func explain(_ scenario: Scenario, _ outcome: Outcome) throws(CommandError) {
        guard let violation = outcome.violations.first else { return }
        var smallest = scenario.shrunk(breaking: violation)
        smallest.keepsChronicle = true
        let shown = smallest.run()
        try Console.print(smallest.explanation(of: shown))
        if let picture = Picture(of: smallest, shown) { try Console.print(Timeline(picture).text) }
        try ScenarioRun.keep(smallest.file, of: scenario.seed, runAgainBy: "--nodes \(nodes)")
    }
}
