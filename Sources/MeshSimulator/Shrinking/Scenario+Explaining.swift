extension Scenario {
    /// Leaves out and simplifies what a broken promise does not need, so that what remains is what matters.
    ///
    /// - Parameters:
    ///   - violation: The promise that must still be broken, whoever breaks it then.
    ///   - tries: How many runs to spend at most.
    /// - Returns: A scenario that still breaks it.
    public func shrunk(breaking violation: Violation, tries: Int = 400) -> Scenario {
        var shrinker = Shrinker(self, breaking: violation.kind, tries: tries)
        shrinker.shrink()
        return shrinker.smallest
    }

    /// What tells a person what is needed to break a promise.
    ///
    /// - Parameter outcome: How the scenario ended.
    /// - Returns: Some lines: what was broken, by whom, and with which faults.
    public func explanation(of outcome: Outcome) -> String {
        var lines = ["seed \(seed) breaks a promise:"] + outcome.violations.prefix(4).map { "  \($0)" }
        lines.append("with \(hosts.count) hosts, \(edges.count) links, \(actions.count) actions and these faults:")
        for host in hosts { if let hostility = host.hostility { lines.append("  \(host.name) \(hostility)") } }
        lines += faults.map { "  \($0)" }
        return lines.joined(separator: "\n")
    }
}
