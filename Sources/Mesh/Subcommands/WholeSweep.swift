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
            let outcome = WholeScenario.chaos(seed: seed, nodes: nodes).run()
            hearings += outcome.hearings
            turns += outcome.turns
            hash.fold(outcome.hash)
            if !outcome.violations.isEmpty {
                failures += 1
                progress.clear()
                try Console.print(
                    "seed \(seed), again with: mesh simulate --whole --nodes \(nodes) --seeds 1 --seed \(seed)"
                )
                for violation in outcome.violations { try Console.print("  \(violation)") }
            }
            progress.show(offset + 1)
        }
        progress.clear()
        try Console.print(
            """
            \(count) seeds of \(nodes) whole nodes, \(failures) of them broke a promise
            \(Quantity.count(hearings)) messages came out of clients' sockets, in \(Quantity.count(turns)) turns of nodes
            hash \(String(hash.value, radix: 16)), the same for these seeds in every process and every build
            """
        )
        guard failures == 0 else { throw CommandError.failure("\(failures) of \(count) seeds broke a promise") }
    }
}
