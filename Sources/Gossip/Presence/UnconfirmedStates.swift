/// States of runs that came as snapshots ahead of the logs here, until the logs have caught up with them.
///
/// A snapshot hides every change up to its number. One that says more than there is would hide them for good, and so a
/// state that its log does not reach is not believed for ever. A peer can have one of each run that there is room for; see
/// ``DueRuns``.
struct UnconfirmedStates {
    /// For how long a log that catches up may not move before a state ahead of it is doubted, in nanoseconds.
    static let patience: Int64 = .milliseconds(10_000)

    /// How often neighbours are asked for a state that is doubted.
    static let attemptLimit = 6

    /// How many are looked at in one turn when more are due: about two milliseconds of work.
    static let dueAtOnce = 1000

    /// How often neighbours were asked for each, by run.
    private var attempts: [Int: Int] = [:]

    /// The runs by when to look at their states.
    private var due = DueRuns()

    /// When something is to be done; monotonic nanoseconds.
    var deadline: Int64 { due.deadline }

    /// Whether a state was ahead of its log when it came, or is doubted: it is looked at again.
    func isNoted(_ run: Int) -> Bool { attempts[run] != nil }

    /// Whether neighbours are asked for a state.
    func isDoubted(_ run: Int) -> Bool { attempts[run].map { $0 > 0 } ?? false }

    /// Takes notice of a state that is ahead of its log.
    mutating func note(_ run: Int, at now: Moment) {
        attempts[run] = 0
        due.set(run, at: now.monotonic + Self.patience)
    }

    /// Takes notice that a state was replaced.
    mutating func forget(_ run: Int) {
        guard attempts.removeValue(forKey: run) != nil else { return }
        due.remove(run)
    }

    /// The runs whose states are to be looked at now, the first one first: so many at most, and the rest is due at once.
    mutating func takeDue(at now: Moment) -> [Int] { due.takeDue(at: now.monotonic, limit: Self.dueAtOnce) }

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
        guard let time = due[run], time <= now.monotonic, let attemptCount = attempts[run] else { return false }
        guard attemptCount > 0 || isAhead else {
            forget(run)
            return false
        }
        if attemptCount == 0, lacksEntries, now.monotonic - changedAt < Self.patience {
            due.set(run, at: changedAt + Self.patience)
            return false
        }
        attempts[run] = attemptCount + 1
        if attemptCount + 1 < Self.attemptLimit {
            due.set(run, at: now.monotonic + Self.patience)
        } else {
            forget(run)
        }
        return true
    }

    /// Checks what must hold after every event.
    func checkInvariants(isOpen: (Int) -> Bool) {
        due.checkInvariants()
        precondition(due.all.allSatisfy(isOpen), "a state is doubted of a run that is closed")
        let isDue = attempts.keys.allSatisfy { due[$0] != nil }
        precondition(isDue && attempts.count == due.all.count, "a state is doubted that is not looked at")
    }
}
