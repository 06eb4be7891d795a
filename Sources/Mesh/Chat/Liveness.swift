/// Whether the node that a chat is on is there: one that is silent for a while is asked.
///
/// Times are in monotonic nanoseconds.
struct Liveness {
    /// How long a node may say nothing when it was asked whether it is there: the answer stands behind all else.
    static let patience: Int64 = 4_000_000_000

    /// After how long a silent node is asked.
    static let quietTime: Int64 = 30_000_000_000

    /// It is not asked more often than this.
    static let interval: Int64 = 10_000_000_000

    /// Whether it was asked, and has not answered.
    private(set) var isAsking = false

    private var heardAt: Int64 = 0
    private var askedAt: Int64?

    /// When to ask next, or to give up waiting for the answer.
    var deadline: Int64 {
        guard isAsking, let askedAt else { return max(heardAt + Self.quietTime, nextQuestion) }
        return max(askedAt, heardAt) + Self.patience
    }

    /// Something came from the node.
    mutating func hear(at now: Int64) {
        heardAt = now
    }

    /// Somebody wants to know.
    ///
    /// - Returns: Whether the node is to be asked; `false` when it was a moment ago.
    mutating func ask(at now: Int64) -> Bool {
        guard !isAsking, now >= nextQuestion else { return false }
        (isAsking, askedAt) = (true, now)
        return true
    }

    /// The node has answered, or it is another one now.
    mutating func settle() {
        isAsking = false
    }

    private var nextQuestion: Int64 { askedAt.map { $0 + Self.interval } ?? .min }
}
