/// States of runs that their logs here do not confirm: most came as snapshots ahead of them.
///
/// A snapshot hides every change up to its number. One that says more than there is would hide them for good, and so a
/// state that its log does not reach is not believed for ever. It stays what is known of the run while neighbours are asked,
/// since it may be right; but one with its number is not taken over a second time, unless from somebody who says that he has
/// the log so far. So one that was made up is believed by each node once, and does not go in circles. A peer can have one of
/// each run that there is room for; see ``DueRuns``.
///
///     believed ──ten seconds, or twenty──▶ doubted ──a state that may be right──▶ believed, or confirmed
///        │                                    │
///        └──────the log has come so far───────┴──▶ confirmed
struct UnconfirmedStates {
    /// For how long a log may not reach a state before that is doubted, in nanoseconds: for as long again where it moves
    /// and somebody has more of it, and as long as it moves where somebody has as much as the state says.
    static let patience: Int64 = .milliseconds(10_000)

    /// How long after the first question for a state that is doubted the second one follows, in nanoseconds; each later one
    /// takes twice as long as the one before it, up to a minute.
    static let firstInterval: Int64 = .milliseconds(1000)

    /// How often that time is doubled.
    static let doublings = 6

    /// How many are looked at in one turn when more are due: about two milliseconds of work.
    static let dueAtOnce = 1000

    private struct State {
        /// How far the log must come to confirm it; `.max` where none does, since it lacks changes that a gap has hidden, or
        /// changed with its log while it was doubted.
        var sequence: UInt64

        /// How often neighbours were asked for another.
        var attempts = 0

        /// Whether it was given time because the log moved.
        var isExcused = false

        /// Whether it came in the place of one that was doubted.
        var isReply = false
    }

    /// How often neighbours are asked; see ``GossipLimits/stateQuestions``.
    private let attemptLimit: Int

    /// What is not confirmed, by run.
    private var states: [Int: State] = [:]

    /// The lowest number of a state that was doubted, by run: as long as the run is there.
    private var doubtedSequences: [Int: UInt64] = [:]

    /// The runs by when to look at their states.
    private var due = DueRuns()

    /// Starts with none.
    init(_ limits: GossipLimits = GossipLimits()) {
        attemptLimit = limits.stateQuestions
    }

    /// When something is to be done; monotonic nanoseconds.
    var deadline: Int64 { due.deadline }

    /// Whether a state was ahead of its log when it came, or is doubted: it is looked at again.
    func isNoted(_ run: Int) -> Bool { states[run] != nil }

    /// Whether neighbours are asked for a state.
    func isDoubted(_ run: Int) -> Bool { states[run].map { $0.attempts > 0 } ?? false }

    /// Whether a state is noted that no log confirms, however far it comes.
    func isBeyondLogs(_ run: Int) -> Bool { states[run]?.sequence == .max }

    /// The lowest number of a state of a run that was doubted, whatever has come in its place; `nil` if none was.
    func doubtedSequence(of run: Int) -> UInt64? { doubtedSequences[run] }

    /// Takes notice of a state that is ahead of its log.
    ///
    /// It is looked at when the one before it would have been, if that is sooner: a row of them is believed for no longer
    /// than one.
    mutating func note(_ run: Int, upTo sequence: UInt64, at now: Moment) {
        var state = State(sequence: sequence)
        if let before = states[run] {
            state.isExcused = before.isExcused
            state.isReply = before.isReply || before.attempts > 0
        }
        due.set(run, at: min(due[run] ?? .max, now.monotonic + Self.patience))
        states[run] = state
    }

    /// Takes notice that a state lacks what a gap has hidden: neighbours are asked for another, and soon.
    mutating func noteIncomplete(_ run: Int, at now: Moment) {
        let attempts = max(states[run]?.attempts ?? 0, 1)
        states[run] = State(sequence: .max, attempts: attempts)
        due.set(run, at: min(due[run] ?? .max, now.monotonic + Self.firstInterval))
    }

    /// Takes notice that a state was replaced by one that is confirmed.
    mutating func forget(_ run: Int) {
        guard states.removeValue(forKey: run) != nil else { return }
        due.remove(run)
    }

    /// Takes notice that a run is no more.
    mutating func close(_ run: Int) {
        forget(run)
        doubtedSequences[run] = nil
    }

    /// Takes notice of how far the log of a run has come.
    ///
    /// - Returns: Whether it confirms the state only now, and that or the one before it was doubted.
    mutating func confirm(_ run: Int, head: UInt64) -> Bool {
        // Nearly always there is none, and this is asked for every frame.
        guard !states.isEmpty, let state = states[run], state.sequence <= head else { return false }
        forget(run)
        return state.attempts > 0 || state.isReply
    }

    /// The runs whose states are to be looked at now, the first one first: so many at most, and the rest is due at once.
    mutating func takeDue(at now: Moment) -> [Int] { due.takeDue(at: now.monotonic, limit: Self.dueAtOnce) }

    /// What is to be done about a state that is due.
    enum Verdict {
        /// Nothing: it is confirmed, or may be soon.
        case nothing

        /// Neighbours are to be asked for it.
        case ask

        /// They were, in vain, and are again: it is what is known of the run, and changes with its log from here on. No log
        /// confirms it.
        case settle
    }

    /// Looks at a state that is due.
    ///
    /// - Parameters:
    ///   - run: Whose.
    ///   - head: How far its log goes.
    ///   - knownHead: How far that of anybody goes, as far as is known: a state that is ahead of all logs is ahead of none
    ///     that may catch up, however often they move.
    ///   - changedAt: When the log last moved.
    ///   - now: The time.
    /// - Returns: What is to be done about it.
    mutating func look(at run: Int, head: UInt64, knownHead: UInt64, changedAt: Int64, at now: Moment) -> Verdict {
        guard let time = due[run], time <= now.monotonic, let state = states[run] else { return .nothing }
        guard state.sequence > head else {
            forget(run)
            return .nothing
        }
        let isSettling = state.attempts == attemptLimit
        let isExpected = knownHead >= state.sequence || knownHead > head && !state.isExcused
        if now.monotonic - changedAt < Self.patience, isSettling || state.attempts == 0 && isExpected {
            states[run]?.isExcused = true
            due.set(run, at: changedAt + Self.patience)
            return .nothing
        }
        doubtedSequences[run] = min(doubtedSequences[run] ?? .max, state.sequence)
        states[run]?.attempts += 1
        due.set(run, at: now.monotonic + Self.firstInterval << Int64(min(state.attempts, Self.doublings)))
        guard isSettling else { return .ask }
        states[run]?.sequence = .max
        return .settle
    }

    /// Checks what must hold after every event.
    func checkInvariants(isOpen: (Int) -> Bool) {
        due.checkInvariants()
        precondition(due.all.allSatisfy(isOpen), "a state is doubted of a run that is closed")
        precondition(doubtedSequences.keys.allSatisfy(isOpen), "it is known what was doubted of a run that is closed")
        let isDue = states.keys.allSatisfy { due[$0] != nil }
        precondition(isDue && states.count == due.all.count, "a state is doubted that is not looked at")
    }
}
