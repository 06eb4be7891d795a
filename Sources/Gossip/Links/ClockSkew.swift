/// How far a peer's wall clock is ahead of this node's, from the answers to probes: each tells the time there, about
/// half of the way there and back ago (as in RFC 5905 §8, with one stamp of the peer).
struct ClockSkew: Equatable, Sendable {
    /// Clocks further apart than this, in microseconds, have their messages sorted wrongly; that is told.
    static let limit = HybridClock.tolerance

    /// Clocks that were, and are now no further apart than this, in microseconds, are well again; less than
    /// ``limit``, so that it is not told again and again at the edge.
    static let wellAgain: Int64 = 50_000_000

    /// What is to be told.
    enum News: Equatable {
        /// The clocks are too far apart from now on.
        case apart

        /// They are not any more.
        case together
    }

    /// How far the peer's clock is ahead, smoothed, in microseconds; `nil` before its first answer.
    private(set) var offset: Int64?

    /// Whether it was told that the clocks are too far apart.
    private(set) var isApart = false

    /// Takes notice of an answer.
    ///
    /// - Parameters:
    ///   - wall: The peer's wall clock when it answered, in microseconds since 1970.
    ///   - roundTrip: How long the answer took, there and back, in nanoseconds.
    ///   - now: The time.
    /// - Returns: What is to be told, if anything.
    mutating func note(wall: Int64, roundTrip: Int64, at now: Moment) -> News? {
        let sample = wall + roundTrip / 2000 - now.wall
        // A sample is off by half of its round trip at most. What differs by more was set, or was less exact before.
        if let offset, abs(sample - offset) <= roundTrip / 1000 {
            self.offset = offset + (sample - offset) / 8
        } else {
            offset = sample
        }
        let distance = abs(offset ?? 0)
        if !isApart, distance > Self.limit {
            isApart = true
            return .apart
        }
        if isApart, distance <= Self.wellAgain {
            isApart = false
            return .together
        }
        return nil
    }
}
