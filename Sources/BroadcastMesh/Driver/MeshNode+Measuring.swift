/// What turns of a node took of a processor.
package struct TurnSummary: Sendable {
    /// How many there were.
    package let count: Int

    /// How long half of them took at most, up to the limit of a bucket, in milliseconds.
    package let median: Double

    /// How long the longest took, in milliseconds.
    package let longest: Double

    init(_ figures: TurnFigures) {
        count = figures.count
        var seen = 0
        let bucket = figures.counts.firstIndex { bucket in
            seen += bucket
            return seen > 0 && seen * 2 >= figures.count
        }
        let limit = bucket.flatMap { $0 < TurnFigures.limits.count ? TurnFigures.limits[$0] : nil }
        median = Double(limit ?? figures.longest) / 1_000_000
        longest = Double(figures.longest) / 1_000_000
    }
}

/// For benchmarks, which look at one thing that a node does after the other.
extension MeshNode {
    /// What turns took since this was asked last; the node's own figures begin anew.
    package func takeTurns() -> TurnSummary {
        defer { node.turns.times = TurnTimes() }
        return TurnSummary(node.turns.times.processor)
    }

    /// Stops the node.
    ///
    /// - Returns: What the turns took in which it sent everybody away.
    package func stopMeasured() async -> TurnSummary {
        _ = takeTurns()
        await stop()
        return takeTurns()
    }
}
