/// How long one request and its answer may take: a while without progress, and as a whole what a slow line needs.
///
/// The whole is what a node allows a body that it receives: else a server that says a byte now and then, or that it will
/// go on, would never be given up.
struct ExchangeTime {
    /// How many times the patience the whole may take, however little is said: 60 s for 10 s.
    private static let wholeFactor: Int64 = 6

    /// How long nothing may arrive, in nanoseconds.
    let patience: Int64

    private let start: Int64
    private var nextSign: Int64
    private var acknowledgedCount: UInt64 = 0
    private var receivedCount = 0

    /// Begins.
    ///
    /// - Parameters:
    ///   - patience: How long nothing may arrive, in nanoseconds.
    ///   - deadline: Until when the connection is to stand, by the monotonic clock in nanoseconds.
    init(patience: Int64, deadline: Int64) {
        self.patience = patience
        start = deadline - patience
        nextSign = deadline
    }

    /// When it is over, unless there is more progress before.
    var deadline: Int64 {
        // Interim answers may be without end.
        let answer = min(receivedCount, HTTPClient.answerLimit) >> 10
        let kibibytes = Int64(answer) + Int64(acknowledgedCount >> 10)
        return min(nextSign, start + Self.wholeFactor * patience + kibibytes * 1_000_000_000)
    }

    /// Takes in that the connection stands.
    mutating func handleOpening(at now: Int64) {
        nextSign = now + patience
    }

    /// Takes in that so many bytes came of the answer.
    mutating func handleReceived(_ count: Int, at now: Int64) {
        receivedCount += count
        nextSign = now + patience
    }

    /// Takes in how many bytes of the request have arrived by now.
    mutating func handleAcknowledged(_ count: UInt64, at now: Int64) {
        guard count > acknowledgedCount else { return }
        acknowledgedCount = count
        nextSign = now + patience
    }
}
