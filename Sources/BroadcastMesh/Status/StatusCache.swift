/// The answers to `/status` and `/metrics`, kept for a moment: each open page asks every few seconds.
struct StatusCache {
    /// How long an answer is given again at most, in nanoseconds.
    static let longest: Int64 = 250_000_000

    /// How long it is given again for each channel and user in it, in nanoseconds: about twenty times what it costs.
    ///
    /// A small node always tells what is true now.
    static let perItem: Int64 = 25_000

    /// One answer.
    private struct Answer {
        var bytes: [UInt8]
        var validUntil: Int64
    }

    /// What is said of each channel.
    var channels = ChannelLines()

    /// Who has asked for an answer, and waits until the lines are up to date.
    private(set) var askers: [Asker] = []

    private var status: Answer?
    private var metrics: Answer?

    /// Which of the two answers.
    enum Format {
        case status
        case metrics
    }

    /// A client that waits.
    struct Asker {
        var client: ClientReference
        var kind: Format
    }

    /// Has a client wait.
    mutating func append(_ asker: Asker) { askers.append(asker) }

    /// Takes out those who wait.
    mutating func takeAskers() -> [Asker] {
        defer { askers = [] }
        return askers
    }

    /// The answer that is still to be given, at a time in monotonic nanoseconds.
    func answer(_ kind: Format, at now: Int64) -> [UInt8]? {
        guard let answer = kind == .status ? status : metrics, now < answer.validUntil else { return nil }
        return answer.bytes
    }

    /// Keeps an answer.
    ///
    /// - Parameters:
    ///   - bytes: The answer.
    ///   - kind: Which of the two.
    ///   - count: How many channels and users there are.
    ///   - now: Monotonic nanoseconds.
    mutating func keep(_ bytes: [UInt8], as kind: Format, count: Int, at now: Int64) {
        let answer = Answer(bytes: bytes, validUntil: now + min(Self.longest, Int64(count) * Self.perItem))
        if kind == .status { status = answer } else { metrics = answer }
    }
}
