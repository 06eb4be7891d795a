/// Makes a scenario that breaks a promise as small as it gets, as long as it breaks the same promise.
///
/// Parts are left out in halves, then quarters, and so on down to single ones (Zeller and Hildebrandt, Simplifying and
/// Isolating Failure-Inducing Input, 2002), kind by kind: faults, what people do, hosts, links, travellers. What is
/// left is made as usual as possible: disks, clocks, turns, paths, limits. Each try is a whole run, and a scenario that
/// got smaller makes the next ones faster.
struct Shrinker {
    /// The smallest that still fails.
    private(set) var smallest: Scenario

    /// The promise that it must break.
    let kind: String

    /// How many runs are left to spend.
    private(set) var triesLeft: Int

    /// Starts with a scenario that breaks a promise.
    init(_ scenario: Scenario, breaking violation: Violation, tries: Int) {
        smallest = scenario
        kind = violation.kind
        triesLeft = tries
    }

    /// Leaves out and simplifies until nothing more can be, or the runs are spent.
    mutating func shrink() {
        var before = -1
        while triesLeft > 0, before != smallest.size {
            before = smallest.size
            thin(\.faults)
            thin(\.actions)
            drop(\.travellers.count) { $0.removeTraveller($1) }
            drop(\.hosts.count) { $0.removeHost($1) }
            drop(\.edges.count) { $0.removeEdge($1) }
            for simplify in Scenario.simplifications { attempt(simplify) }
            for host in smallest.hosts.indices { attempt { $0.hosts[host].makeUsual() } }
        }
    }

    /// Leaves out stretches of a list, shorter and shorter ones.
    private mutating func thin<Element>(_ list: WritableKeyPath<Scenario, [Element]>) {
        var size = max(smallest[keyPath: list].count / 2, 1)
        while size > 0 {
            var start = 0
            while start < smallest[keyPath: list].count, triesLeft > 0 {
                let end = min(start + size, smallest[keyPath: list].count)
                let isLeftOut = attempt { $0[keyPath: list].removeSubrange(start..<end) }
                if !isLeftOut { start += size }
            }
            size /= 2
        }
    }

    /// Leaves out things that others name by their numbers, the last first.
    private mutating func drop(_ count: KeyPath<Scenario, Int>, _ remove: (inout Scenario, Int) -> Void) {
        for number in (0..<smallest[keyPath: count]).reversed() { attempt { remove(&$0, number) } }
    }

    /// Tries a change, and keeps it if the promise is still broken.
    @discardableResult
    private mutating func attempt(_ change: (inout Scenario) -> Void) -> Bool {
        guard triesLeft > 0 else { return false }
        var candidate = smallest
        change(&candidate)
        guard candidate.isConnected else { return false }
        triesLeft -= 1
        guard candidate.run().violations.contains(where: { $0.kind == kind }) else { return false }
        smallest = candidate
        return true
    }
}
