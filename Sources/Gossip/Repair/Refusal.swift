/// A neighbour's word that what is missing is gone, which is not the last one yet: it keeps less than this node, and another
/// may be about to bring it.
struct Refusal {
    /// The neighbour's link.
    let link: Int

    /// The first entry that it says is gone.
    let sequence: UInt64

    /// When it said so, and how long others have to bring it, or to tell of it, in monotonic nanoseconds.
    let begin: Int64
    private(set) var end: Int64

    /// Whether they had that time, and the neighbour is to say it once more.
    var isOver = false

    /// Frames that the others are in the middle of, since then: it may be in them.
    private var awaited = AwaitedFrames()

    /// Begins with the time that others have.
    init(link: Int, sequence: UInt64, at now: Moment, lasting time: Int64) {
        (self.link, self.sequence, begin, end) = (link, sequence, now.monotonic, now.monotonic + time)
    }

    /// Gives others more time that are in the middle of a frame, as long as ``GapRequest/longestWait`` says.
    ///
    /// - Parameters:
    ///   - others: Those that have told of nothing.
    ///   - now: The time.
    mutating func prolong(for others: [RepairSource], at now: Moment) {
        let patience = others.compactMap { other -> Int64? in
            let isInTime = now.monotonic < begin + GapRequest.longestWait(for: other)
            return awaited.mayComeFrom(other) && isInTime ? other.patience : nil
        }
        if let longest = patience.max() { end = max(end, now.monotonic + longest) }
    }
}
