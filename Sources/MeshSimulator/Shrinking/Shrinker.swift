/// Makes a scenario that breaks a promise as small as it gets, as long as it breaks the same promise.
///
/// Parts are left out in halves, then quarters, and so on down to single ones (Zeller and Hildebrandt, Simplifying and
/// Isolating Failure-Inducing Input, 2002), kind by kind: faults, what people do, hosts, links, travellers. What is
/// left is made as usual as possible: disks, clocks, turns, paths, limits. Each try is a whole run, and a scenario that
/// got smaller makes the next ones faster.
struct Shrinker<Whole: Shrinkable> {
    /// The smallest that still fails.
    private(set) var smallest: Whole

    /// The promise that it must break.
    let kind: Whole.Promise

    /// How many runs are left to spend.
    private(set) var triesLeft: Int

    /// Starts with a scenario that breaks a promise of some kind.
    init(_ scenario: Whole, breaking kind: Whole.Promise, tries: Int) {
        smallest = scenario
        self.kind = kind
        triesLeft = tries
    }

    /// Leaves out and simplifies until nothing more can be, or the runs are spent.
    mutating func shrink() {
        var before = -1
        while triesLeft > 0, before != smallest.size {
            before = smallest.size
            for reduction in smallest.reductions { apply(reduction) }
        }
    }

    private mutating func apply(_ reduction: Reduction<Whole>) {
        switch reduction {
        case .thin(let count, let remove): thin(count, remove)
        case .drop(let count, let remove):
            for number in (0..<count(smallest)).reversed() where number < count(smallest) {
                attempt { remove(&$0, number) }
            }
        case .simplify(let change): attempt(change)
        }
    }

    private mutating func thin(_ count: (Whole) -> Int, _ remove: (inout Whole, Range<Int>) -> Void) {
        var size = max(count(smallest) / 2, 1)
        while size > 0 {
            var start = 0
            while start < count(smallest), triesLeft > 0 {
                let end = min(start + size, count(smallest))
                if !attempt({ remove(&$0, start..<end) }) { start += size }
            }
            size /= 2
        }
    }

    /// Tries a change, and keeps it if the promise is still broken.
    @discardableResult
    private mutating func attempt(_ change: (inout Whole) -> Void) -> Bool {
        guard triesLeft > 0 else { return false }
        var candidate = smallest
        change(&candidate)
        guard candidate.isConnected, candidate.size <= smallest.size, candidate.file != smallest.file else {
            return false
        }
        triesLeft -= 1
        guard candidate.breaks(kind) else { return false }
        smallest = candidate
        return true
    }
}
