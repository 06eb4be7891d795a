import Bytes
import MeshSimulator

/// Many seeds of chaos in which whole nodes run, one after the other.
struct WholeSweep {
    /// The first seed.
    let first: UInt64

    /// How many seeds.
    let count: Int

    /// How many nodes each mesh has.
    let nodes: Int

    /// Runs them all, and says what those show that break a promise.
    ///
    /// - Throws: When any did.
    func run() throws(CommandError) {
        var progress = ProgressBar(total: count)
        var (failures, hearings, turns) = (0, 0, 0)
        var hash = EventHash()
        for offset in 0..<count {
            let seed = first &+ UInt64(offset)
            let scenario = WholeScenario.chaos(seed: seed, nodes: nodes)
            let outcome = scenario.run()
            hearings += outcome.hearings
            turns += outcome.turns
            hash.fold(outcome.hash)
            if !outcome.violations.isEmpty {
                failures += 1
                progress.clear()
                try explain(scenario, outcome)
            }
            progress.show(offset + 1)
        }
        progress.clear()
        try Console.print(
            """
            \(count) seeds of \(nodes) whole nodes, \(failures) of them broke a promise
            \(Quantity.count(hearings)) messages came out of clients' sockets, in \(Quantity.count(turns)) turns of nodes
            hash \(hash.value.hexadecimal), the same for these seeds in every process and every build
            """
        )
        guard failures == 0 else { throw CommandError.failure("\(failures) of \(count) seeds broke a promise") }
    }

    /// Shows what a seed needs to break its promise, and keeps that as a file.
    private func explain(_ scenario: WholeScenario, _ outcome: WholeOutcome) throws(CommandError) {
        guard let violation = outcome.violations.first else { return }
        try Console.print("seed \(scenario.seed): \(violation)")
        var smallest = scenario.shrunk(breaking: violation)
        smallest.terrain.keepsChronicle = true
        let shown = smallest.run()
        try Console.print(smallest.explanation(of: shown))
        if let picture = Picture(of: smallest, shown) { try Console.print(Timeline(picture).text) }
        try ScenarioRun.keep(smallest.file, of: scenario.seed, runAgainBy: "--whole --nodes \(nodes)")
    }
}
