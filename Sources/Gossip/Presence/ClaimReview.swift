/// When local claims that meet others are given up: not at once, since what ended the other may be on its way.
///
/// Links and logs travel apart: where a partition heals, a node can be reached before its last words have come.
struct ClaimReview {
    /// What may come, and show that the other claim has ended.
    enum Awaited: Int, CaseIterable {
        /// The last words of a node that has come into reach.
        case lastWords

        /// Another connection of the same client, which counts as newer by a clock, is asked whether it is there: the answer, or that
        /// there was none.
        case signOfLife

        /// How long it may take, in nanoseconds.
        ///
        /// Whoever asks gives a client three seconds; the rest is for the way of the news to the one and back to the other.
        var patience: Int64 {
            switch self {
            case .lastWords: .milliseconds(1000)
            case .signOfLife: .milliseconds(5000)
            }
        }
    }

    /// Whether a claim has met one that ends so, since the last review.
    private var isWanted = Awaited.allCases.map { _ in false }

    /// When to look again, for each; monotonic nanoseconds.
    private var deadlines = Awaited.allCases.map { _ in Int64.max }

    /// When to look again, for any; monotonic nanoseconds.
    var deadline: Int64 { deadlines.reduce(.max, min) }

    /// Has claims looked at again once something has had its time.
    mutating func want(_ awaited: Awaited) { isWanted[awaited.rawValue] = true }

    /// Sets the times for reviews that are wanted, unless they are set.
    mutating func schedule(at now: Moment) {
        for awaited in Awaited.allCases where isWanted[awaited.rawValue] && deadlines[awaited.rawValue] == .max {
            deadlines[awaited.rawValue] = now.monotonic + awaited.patience
        }
    }

    /// What has had its time; then it is over.
    mutating func takeDue(at now: Moment) -> [Awaited] {
        let due = Awaited.allCases.filter { deadlines[$0.rawValue] <= now.monotonic }
        for awaited in due {
            isWanted[awaited.rawValue] = false
            deadlines[awaited.rawValue] = .max
        }
        return due
    }
}
