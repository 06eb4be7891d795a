/// States of runs that came as snapshots ahead of the logs here, until the logs have caught up with them.
///
/// A snapshot hides every change up to its number. One that says more than there is would hide them for good, and so a
/// state that its log does not reach is not believed for ever.
struct UnconfirmedStates {
    /// For how long a log that catches up may not move before a state ahead of it is doubted, in nanoseconds.
    static let patience: Int64 = .milliseconds(10_000)

    /// How often neighbours are asked for a state that is doubted.
    static let attemptLimit = 6

    private struct Doubt {
        var origin: Int
        var lookAt: Int64
        var attempts = 0
    }

    private var doubts: [Doubt] = []

    /// The runs whose states these are.
    var runs: [Int] { doubts.map(\.origin) }

    /// When something is to be done; monotonic nanoseconds.
    var deadline: Int64 { doubts.reduce(.max) { min($0, $1.lookAt) } }

    /// Whether neighbours are asked for a state.
    func isDoubted(_ origin: Int) -> Bool { doubts.contains { $0.origin == origin && $0.attempts > 0 } }

    /// Takes notice of a state that is ahead of its log.
    mutating func note(_ origin: Int, at now: Moment) {
        forget(origin)
        doubts.append(Doubt(origin: origin, lookAt: now.monotonic + Self.patience))
    }

    /// Takes notice that a state was replaced.
    mutating func forget(_ origin: Int) {
        doubts.removeAll { $0.origin == origin }
    }

    /// The states to doubt now, each up to ``attemptLimit`` times.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - isAhead: Whether the state of an origin is still ahead of its log.
    ///   - lacksEntries: Whether somebody has more of the log of an origin: a state that is ahead of all logs is ahead of none
    ///     that may catch up, however often they move.
    ///   - changedAt: When the log of an origin last moved.
    /// - Returns: The numbers of their origins.
    mutating func takeDoubtful(
        at now: Moment,
        isAhead: (Int) -> Bool,
        lacksEntries: (Int) -> Bool,
        changedAt: (Int) -> Int64
    ) -> [Int] {
        guard deadline <= now.monotonic else { return [] }
        var doubtful: [Int] = []
        doubts.removeAll { $0.attempts == 0 && !isAhead($0.origin) }
        for index in doubts.indices where doubts[index].lookAt <= now.monotonic {
            let quietSince = changedAt(doubts[index].origin)
            if doubts[index].attempts == 0, now.monotonic - quietSince < Self.patience,
                lacksEntries(doubts[index].origin)
            {
                doubts[index].lookAt = quietSince + Self.patience
                continue
            }
            doubts[index].attempts += 1
            doubts[index].lookAt = now.monotonic + Self.patience
            doubtful.append(doubts[index].origin)
        }
        doubts.removeAll { $0.attempts >= Self.attemptLimit }
        return doubtful
    }
}
