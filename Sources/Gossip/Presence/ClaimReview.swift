/// When local claims that meet earlier ones are given up: not at once, since what ended the earlier may be on its way.
///
/// Links and logs travel apart: where a partition heals, a node can be reached before its last words have come.
struct ClaimReview {
    /// How long the last words of a node that has come into reach may take, in nanoseconds.
    static let patience: Int64 = .milliseconds(1000)

    /// Whether a claim has met an earlier one since the last review.
    var isWanted = false

    /// When to look again; monotonic nanoseconds.
    private(set) var deadline = Int64.max

    /// Sets the time for a review that is wanted, unless it is set.
    mutating func schedule(at now: Moment) {
        guard isWanted, deadline == .max else { return }
        deadline = now.monotonic + Self.patience
    }

    /// Whether it is time; then it is over.
    mutating func isDue(at now: Moment) -> Bool {
        guard deadline <= now.monotonic else { return false }
        self = ClaimReview()
        return true
    }
}
