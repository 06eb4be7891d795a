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

    /// The claims that have met one that ends so, and have no time yet.
    private var wanted = Awaited.allCases.map { _ in Set<Claim>() }

    /// When to look again at each that has; monotonic nanoseconds.
    private var times = Awaited.allCases.map { _ in [Claim: Int64]() }

    /// When to look again, at any; monotonic nanoseconds.
    private(set) var deadline = Int64.max

    /// Has a claim looked at again once something has had its time, if it does not wait for that already.
    mutating func want(_ awaited: Awaited, for claim: Claim) {
        guard times[awaited.rawValue][claim] == nil else { return }
        wanted[awaited.rawValue].insert(claim)
    }

    /// Sets the times of those that have none.
    mutating func schedule(at now: Moment) {
        for awaited in Awaited.allCases where !wanted[awaited.rawValue].isEmpty {
            let time = now.monotonic + awaited.patience
            for claim in wanted[awaited.rawValue] { times[awaited.rawValue][claim] = time }
            wanted[awaited.rawValue] = []
            deadline = min(deadline, time)
        }
    }

    /// The claims for which something has had its time, by what that is; then it is over.
    mutating func takeDue(at now: Moment) -> [Awaited: Set<Claim>] {
        guard deadline <= now.monotonic else { return [:] }
        var due: [Awaited: Set<Claim>] = [:]
        for awaited in Awaited.allCases {
            let passed = times[awaited.rawValue].filter { $0.value <= now.monotonic }.keys
            guard !passed.isEmpty else { continue }
            due[awaited] = Set(passed)
            for claim in passed { times[awaited.rawValue][claim] = nil }
        }
        deadline = times.flatMap(\.values).min() ?? .max
        return due
    }
}
