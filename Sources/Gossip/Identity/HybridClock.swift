/// Gives times that only grow and that lie after every time seen (Kulkarni et al., Logical Physical Clocks, 2014).
///
/// Physical and logical part share one integer of microseconds: a node that hands out less than a million
/// times a second stays with the wall clock.
struct HybridClock: Sendable {
    /// A time further ahead of the own wall clock than this does not move it, in microseconds: one node with
    /// a wrong date must not take the whole mesh into the future.
    static let tolerance: Int64 = 60_000_000

    /// The newest time given or seen.
    private(set) var latest: Int64 = 0

    /// The next time: the wall clock's, or just after the newest one.
    mutating func next(at now: Moment) -> Int64 {
        latest = max(now.wall, latest + 1)
        return latest
    }

    /// Takes notice of a time from elsewhere.
    mutating func witness(_ time: Int64, at now: Moment) {
        guard time > latest, time <= now.wall + Self.tolerance else { return }
        latest = time
    }
}
