/// Bounds how often the log tells that a peer came or went: a link that flaps is one story, not a thousand.
struct LinkNews {
    /// How many changes of one peer are told within ``interval``.
    static let linesPerInterval = 10

    /// How long they are counted together, in nanoseconds.
    static let interval: Int64 = 60_000_000_000

    /// What to do with one change.
    enum Verdict {
        /// Tell it.
        case tell

        /// Tell it, and that no more of them are told for a while.
        case tellLast

        /// Keep quiet.
        case suppress
    }

    private struct Count {
        var start: Int64
        var changes: Int
    }

    /// By peer; there are no more than the configuration names.
    private var counts: [String: Count] = [:]

    /// Judges one change of a peer's link.
    ///
    /// - Parameters:
    ///   - peer: The peer, one of the configuration.
    ///   - now: The time, in monotonic nanoseconds.
    /// - Returns: Whether to tell it.
    mutating func judge(_ peer: String, at now: Int64) -> Verdict {
        var count = counts[peer] ?? Count(start: now, changes: 0)
        if now - count.start >= Self.interval { count = Count(start: now, changes: 0) }
        count.changes += 1
        counts[peer] = count
        if count.changes < Self.linesPerInterval { return .tell }
        return count.changes == Self.linesPerInterval ? .tellLast : .suppress
    }
}
