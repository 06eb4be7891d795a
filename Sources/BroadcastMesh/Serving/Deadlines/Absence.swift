/// Notices that the node itself was away: stopped and continued, or on a machine that was suspended.
///
/// What others did meanwhile waits in the sockets. Nobody was silent but the node, so all deadlines move by as long.
struct Absence {
    /// How late a turn may come, in nanoseconds: a busy node is not an absent one.
    static let tolerance: Int64 = 1_000_000_000

    /// How much is given beyond the absence, in nanoseconds: what waits in many sockets takes more than one turn to read.
    static let reprieve: Int64 = 1_000_000_000

    /// When the next turn must come at the latest, in monotonic nanoseconds; `nil` when nothing asks for one.
    private var expected: Int64?

    /// Notes, at the end of a turn, when the next must come at the latest.
    ///
    /// - Parameters:
    ///   - deadline: That time, in monotonic nanoseconds. One that has passed asks for a turn at once: nobody was away
    ///     before this turn who takes part in it.
    ///   - now: The time of this turn.
    mutating func expect(_ deadline: Int64?, at now: Int64) {
        expected = deadline.map { max($0, now) }
    }

    /// By how much deadlines must move, now that a turn has come.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    /// - Returns: 0 for a turn that comes in time.
    mutating func lag(at now: Int64) -> Int64 {
        guard let expected = expected.take(), now - expected > Self.tolerance else { return 0 }
        return now - expected + Self.reprieve
    }
}
