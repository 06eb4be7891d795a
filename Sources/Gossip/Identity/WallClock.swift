/// The wall clock as a node believes it: one that is set back is not believed at once.
///
/// Whoever follows a clock into the past takes everything that the others post for messages of the future, and lets go
/// of other messages than they do. So a leap back of more than a minute is waited out: until it has lasted for
/// ``patience``, time goes on from where it was, by the monotonic clock. Small steps, and leaps forward, as after a
/// machine was asleep, are followed at once; and so is one back to where the clock was before it leapt forward: somebody
/// has set it right.
public struct WallClock: Sendable {
    /// How long a clock must have been set back until it is believed, in nanoseconds: ten minutes, in which whoever set
    /// it by mistake has set it right.
    public static let patience: Int64 = .milliseconds(600_000)

    /// By how much the believed clock is ahead of the monotonic one, in microseconds.
    private var offset: Int64?

    /// The same before its last leap forward.
    private var offsetBefore: Int64?

    /// Since when the clock has not been believed, in monotonic nanoseconds.
    private var doubtedSince: Int64?

    /// Starts with a clock that was never read.
    public init() {}

    /// What time it is.
    ///
    /// - Parameter reading: What both clocks show.
    /// - Returns: The same, with the wall clock that is believed.
    public mutating func moment(_ reading: Moment) -> Moment {
        let shown = reading.wall - reading.monotonic / 1000
        guard let offset, shown < offset - HybridClock.tolerance else { return believe(reading, shown) }
        if let offsetBefore, abs(shown - offsetBefore) <= HybridClock.tolerance { return believe(reading, shown) }
        let since = doubtedSince ?? reading.monotonic
        guard reading.monotonic - since < Self.patience else { return believe(reading, shown) }
        doubtedSince = since
        return Moment(monotonic: reading.monotonic, wall: reading.monotonic / 1000 + offset)
    }

    private mutating func believe(_ reading: Moment, _ shown: Int64) -> Moment {
        if let offset, shown > offset + HybridClock.tolerance { offsetBefore = offset }
        offset = shown
        doubtedSince = nil
        return reading
    }
}
