/// Which clients' turn it is to be pinged and checked, so that every client has its turn every 20 s.
///
/// There is no timer per client: four times a second, one slot in eighty is visited. However many clients came in
/// the same moment, their pings are spread over the whole interval.
struct Heartbeat {
    /// How often each slot is visited, in nanoseconds.
    static let interval: Int64 = 20_000_000_000

    /// How long a client may be silent, in nanoseconds: three pings without an answer.
    static let longestSilence: Int64 = 60_000_000_000

    /// How many parts the slots are divided into.
    static let strides = 80

    /// How long one part's turn lasts, in nanoseconds.
    static let tick = interval / Int64(strides)

    /// When the next part's turn is, in monotonic nanoseconds.
    private(set) var deadline: Int64

    private var offset = 0

    /// Starts with the first part one tick from now.
    init(at now: Int64) {
        deadline = now + Self.tick
    }

    /// The slots whose turn has come, or `nil` when it is too early.
    ///
    /// After a pause each call returns one part, so call it until it returns `nil`.
    mutating func next(slotCount: Int, at now: Int64) -> StrideTo<Int>? {
        guard deadline <= now else { return nil }
        // Who slept for minutes does not make up for what it missed: one round sees everybody.
        deadline = max(deadline + Self.tick, now - Self.interval)
        defer { offset = (offset + 1) % Self.strides }
        return stride(from: offset, to: slotCount, by: Self.strides)
    }
}
