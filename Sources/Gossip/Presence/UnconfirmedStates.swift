/// States of runs that came as snapshots ahead of the logs here, until the logs have caught up with them.
///
/// A snapshot hides every change up to its number. One that says more than there is would hide them for good, and so a
/// state that its log does not reach is not believed for ever. A peer can have one of each run that there is room for: what
/// is done about one costs some twenty comparisons.
struct UnconfirmedStates {
    /// For how long a log that catches up may not move before a state ahead of it is doubted, in nanoseconds.
    static let patience: Int64 = .milliseconds(10_000)

    /// How often neighbours are asked for a state that is doubted.
    static let attemptLimit = 6

    /// How many are looked at in one turn when more are due: about two milliseconds of work.
    static let dueAtOnce = 1000

    private struct Doubt {
        var lookAt: Int64
        var attempts = 0

        /// Where the run stands in ``runs``.
        var index: Int
    }

    /// The runs whose states these are, in no particular order.
    private var runs: [Int] = []

    private var doubts: [Int: Doubt] = [:]

    /// When some of those that were due were left for the next turn, in monotonic nanoseconds.
    private var restIsDueAt = Int64.min

    /// The runs by when to look at them, some under earlier times too; the first one is as it says.
    private var queue = EarliestQueue()

    /// When something is to be done; monotonic nanoseconds.
    ///
    /// What a turn left for the next one is due since that turn: it is not late for that.
    var deadline: Int64 { max(queue.first?.place ?? .max, restIsDueAt) }

    /// Whether neighbours are asked for a state.
    func isDoubted(_ run: Int) -> Bool { doubts[run].map { $0.attempts > 0 } ?? false }

    /// Takes notice of a state that is ahead of its log.
    mutating func note(_ run: Int, at now: Moment) {
        let index = doubts[run]?.index ?? runs.count
        if index == runs.count { runs.append(run) }
        doubts[run] = Doubt(lookAt: now.monotonic + Self.patience, index: index)
        enqueue(run, at: now.monotonic + Self.patience)
    }

    /// Takes notice that a state was replaced.
    mutating func forget(_ run: Int) {
        guard let index = doubts[run]?.index, let last = runs.popLast() else { return }
        if last != run {
            runs[index] = last
            doubts[last]?.index = index
        }
        doubts[run] = nil
        dropOutdated()
    }

    /// The runs whose states are to be looked at now, the first one first: so many at most, and the rest is due at once.
    mutating func takeDue(at now: Moment) -> [Int] {
        let due = queue.due(at: now.monotonic, limit: Self.dueAtOnce) { [doubts] in
            doubts[$0.number]?.lookAt != $0.place
        }
        if !due.isAll { restIsDueAt = now.monotonic }
        return due.numbers
    }

    /// Looks at a state that is due.
    ///
    /// - Parameters:
    ///   - run: Whose.
    ///   - isAhead: Whether it is still ahead of its log.
    ///   - lacksEntries: Whether somebody has more of the log: a state that is ahead of all logs is ahead of none that may
    ///     catch up, however often they move.
    ///   - changedAt: When the log last moved.
    ///   - now: The time.
    /// - Returns: Whether to doubt it now, which is done up to ``attemptLimit`` times.
    mutating func look(at run: Int, isAhead: Bool, lacksEntries: Bool, changedAt: Int64, at now: Moment) -> Bool {
        guard let doubt = doubts[run], doubt.lookAt <= now.monotonic else { return false }
        guard doubt.attempts > 0 || isAhead else {
            forget(run)
            return false
        }
        if doubt.attempts == 0, lacksEntries, now.monotonic - changedAt < Self.patience {
            wait(for: run, until: changedAt + Self.patience)
            return false
        }
        doubts[run]?.attempts += 1
        if doubt.attempts + 1 < Self.attemptLimit {
            wait(for: run, until: now.monotonic + Self.patience)
        } else {
            forget(run)
        }
        return true
    }

    private mutating func wait(for run: Int, until time: Int64) {
        doubts[run]?.lookAt = time
        enqueue(run, at: time)
    }

    private mutating func enqueue(_ run: Int, at time: Int64) {
        if queue.isCrowded(for: runs.count) {
            queue.removeAll()
            for run in runs {
                if let time = doubts[run]?.lookAt { queue.insert(.init(place: time, number: run)) }
            }
        } else {
            queue.insert(.init(place: time, number: run))
        }
        dropOutdated()
    }

    private mutating func dropOutdated() {
        while let first = queue.first, doubts[first.number]?.lookAt != first.place { queue.removeFirst() }
    }

    /// Checks what must hold after every event.
    func checkInvariants(isOpen: (Int) -> Bool) {
        precondition(runs.allSatisfy(isOpen), "a state is doubted of a run that is closed")
        let isInPlace = runs.indices.allSatisfy { doubts[runs[$0]]?.index == $0 }
        precondition(isInPlace && runs.count == doubts.count, "a state is doubted that is not looked at, or twice")
        let first = runs.reduce(Int64.max) { min($0, doubts[$1]?.lookAt ?? .max) }
        precondition(queue.first?.place ?? .max == first, "the first state is not looked at when it says")
    }
}
