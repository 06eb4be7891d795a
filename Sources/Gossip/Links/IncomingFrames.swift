import Bytes

/// What came of a peer's frames, beside those that were whole and were handled.
struct IncomingFrames {
    /// The part of a frame that has arrived so far.
    private var partial: [UInt8] = []

    /// How many frames have arrived in parts so far, or have begun to.
    private var partialCount: UInt64 = 0

    /// The large frames that the other side is in the middle of sending.
    private(set) var unfinished = UnfinishedFrames()

    /// When an answer to any question last came, in monotonic nanoseconds.
    private(set) var answeredAt = Int64.min

    /// How many bytes of a frame wait for the rest.
    var byteCount: Int { partial.count }

    /// Whether what comes next begins a frame.
    var isWhole: Bool { partial.isEmpty }

    /// What the other side is in the middle of sending, be it over a stream: a frame of which a part has arrived.
    var begun: UnfinishedFrames {
        guard !partial.isEmpty else { return unfinished }
        return UnfinishedFrames(numbers: partialCount..<partialCount + 1, byteCount: partial.count)
    }

    /// Takes what waited, with what came now.
    mutating func take(with bytes: Span<UInt8>) -> [UInt8] {
        var joined: [UInt8] = []
        swap(&joined, &partial)
        joined.append(bytes)
        return joined
    }

    /// Keeps what is left behind the last whole frame.
    ///
    /// - Parameters:
    ///   - rest: What is left.
    ///   - isAnother: Whether it is not of the frame that was kept before.
    mutating func keep(_ rest: [UInt8], ofAnother isAnother: Bool) {
        partial = rest
        if isAnother { partialCount += 1 }
    }

    /// Keeps what is left behind the last whole frame, where nothing was kept before.
    mutating func keep(_ rest: Span<UInt8>) {
        partial.append(rest)
        partialCount += 1
    }

    /// The peer is in the middle of sending large frames.
    mutating func note(unfinished: UnfinishedFrames) {
        self.unfinished = unfinished
    }

    /// Part of an answer came.
    mutating func noteAnswer(at now: Moment) {
        answeredAt = now.monotonic
    }
}
