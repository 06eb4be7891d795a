extension Scenario {
    /// Leaves out faults as long as a promise is still broken, so that those remain that matter.
    ///
    /// First halves, then quarters, and so on down to single ones; each try is a whole run.
    ///
    /// - Parameter tries: How many runs to spend at most.
    /// - Returns: A scenario that still fails, or this one when it does not.
    public func shrunk(tries: Int = 200) -> Scenario {
        var smallest = self
        var left = tries
        var size = max(faults.count / 2, 1)
        while left > 0, !smallest.faults.isEmpty {
            var start = 0
            var hasShrunk = false
            while start < smallest.faults.count, left > 0 {
                var candidate = smallest
                candidate.faults.removeSubrange(start..<min(start + size, smallest.faults.count))
                left -= 1
                if candidate.run().violations.isEmpty {
                    start += size
                } else {
                    smallest = candidate
                    hasShrunk = true
                }
            }
            if size > 1 { size /= 2 } else if !hasShrunk { break }
        }
        return smallest
    }

    /// What tells a person how to see a broken promise again.
    ///
    /// - Parameter outcome: How the scenario ended.
    /// - Returns: Some lines: what was broken, the faults that are needed for it, and the command.
    public func explanation(of outcome: Outcome) -> String {
        let regular = hosts.count { $0.startsAt != nil }
        let lines =
            ["seed \(seed) breaks a promise:"] + outcome.violations.prefix(4).map { "  \($0)" }
            + ["with these faults:"] + shrunk().faults.map { "  \($0)" }
            + ["again: mesh simulate --nodes \(regular) --seeds 1 --seed \(seed)"]
        return lines.joined(separator: "\n")
    }
}
