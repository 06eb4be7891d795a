import Bytes

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

    /// The claims that wait for something, each once.
    private struct Waiting {
        /// Those that have no time yet.
        var wanted: [Claim] = []

        /// When to look again at each that has, the first one first; monotonic nanoseconds.
        var queue = Queue<(claim: Claim, time: Int64)>()

        /// All of them.
        var claims: Set<Claim> = []
    }

    /// The claims that wait, by what they wait for.
    private var waiting = Awaited.allCases.map { _ in Waiting() }

    /// When some of those that were due were left for the next turn, in monotonic nanoseconds.
    private var restIsDueAt = Int64.min

    /// When to look again, at any; monotonic nanoseconds.
    ///
    /// What a turn left for the next one is due since that turn: it is not late for that.
    var deadline: Int64 { max(waiting.reduce(.max) { min($0, $1.queue.first?.time ?? .max) }, restIsDueAt) }

    /// Has a claim looked at again once something has had its time, if it does not wait for that already.
    mutating func want(_ awaited: Awaited, for claim: Claim) {
        guard waiting[awaited.rawValue].claims.insert(claim).inserted else { return }
        waiting[awaited.rawValue].wanted.append(claim)
    }

    /// Sets the times of those that have none.
    mutating func schedule(at now: Moment) {
        for awaited in Awaited.allCases where !waiting[awaited.rawValue].wanted.isEmpty {
            let time = now.monotonic + awaited.patience
            for claim in waiting[awaited.rawValue].wanted { waiting[awaited.rawValue].queue.append((claim, time)) }
            waiting[awaited.rawValue].wanted = []
        }
    }

    /// The claims for which something has had its time, by what that is; then it is over.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - limit: How many at most; the rest is due at once.
    /// - Returns: The claims, those that wait for longest first.
    mutating func takeDue(at now: Moment, limit: Int = .max) -> [Awaited: [Claim]] {
        var due: [Awaited: [Claim]] = [:]
        var count = 0
        for awaited in Awaited.allCases {
            while let first = waiting[awaited.rawValue].queue.first, first.time <= now.monotonic {
                guard count < limit else {
                    restIsDueAt = now.monotonic
                    return due
                }
                count += 1
                due[awaited, default: []].append(first.claim)
                waiting[awaited.rawValue].claims.remove(first.claim)
                _ = waiting[awaited.rawValue].queue.popFirst()
            }
        }
        return due
    }
}
