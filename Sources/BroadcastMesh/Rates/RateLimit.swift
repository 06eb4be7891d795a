/// How often something may be done in a second.
struct RateLimit {
    private let limit: Int
    private var count = 0

    /// When the second began, in monotonic nanoseconds.
    private var start: Int64 = 0

    init(perSecond limit: Int) {
        self.limit = limit
    }

    /// Whether it may be done once more; it counts as done.
    mutating func admit(at now: Int64) -> Bool {
        if now - start >= 1_000_000_000 { (start, count) = (now, 0) }
        guard count < limit else { return false }
        count += 1
        return true
    }
}
