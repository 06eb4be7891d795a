/// How long turns took by one clock: what shows whether everybody is served soon.
struct TurnFigures {
    /// The limits of the histogram's buckets, in nanoseconds.
    static let limits: [Int64] = [
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 15_000_000, 25_000_000, 50_000_000, 100_000_000, 1_000_000_000,
    ]

    /// How many turns took no longer than each limit and longer than the one before it; the last are those beyond all.
    private(set) var counts = [Int](repeating: 0, count: limits.count + 1)

    /// How many turns there were.
    private(set) var count = 0

    /// How long all turns took together, in nanoseconds.
    private(set) var sum: Int64 = 0

    /// The longest turn there was, in nanoseconds.
    private(set) var longest: Int64 = 0

    /// The longest turns of the second that is over and of the one that is running, in nanoseconds, and which it is.
    private var second: Int64 = 0
    private var longestNow: Int64 = 0
    private var longestBefore: Int64 = 0

    /// Notes a turn.
    ///
    /// - Parameters:
    ///   - duration: How long it took, in nanoseconds.
    ///   - end: When it ended, in monotonic nanoseconds.
    mutating func note(_ duration: Int64, endingAt end: Int64) {
        counts[Self.limits.firstIndex { duration <= $0 } ?? Self.limits.count] += 1
        count += 1
        sum += duration
        longest = max(longest, duration)
        roll(to: end)
        longestNow = max(longestNow, duration)
    }

    /// The longest turn of the last whole second and of what has passed of this one, in nanoseconds.
    mutating func longestLately(at now: Int64) -> Int64 {
        roll(to: now)
        return max(longestBefore, longestNow)
    }

    private mutating func roll(to now: Int64) {
        let current = now / 1_000_000_000
        guard current != second else { return }
        longestBefore = current == second + 1 ? longestNow : 0
        longestNow = 0
        second = current
    }
}
