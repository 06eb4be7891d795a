/// What both clocks show: time is an argument of the core, never read by it.
public struct Moment: Sendable, Equatable {
    /// The latest time on a wall clock, in microseconds since 1970: the end of the year 9999, the last that can be
    /// written as a date.
    static let wallLimit: Int64 = 253_402_300_799_999_999

    /// Nanoseconds since some fixed instant, for timers: never steps.
    public var monotonic: Int64

    /// Microseconds since 1970, for the times that people see: may jump.
    public var wall: Int64

    /// Pairs the two readings.
    public init(monotonic: Int64, wall: Int64) {
        self.monotonic = monotonic
        self.wall = wall
    }
}

extension Moment {
    /// The number of a run that begins now: higher than that of every run before, as long as no clock is set back.
    ///
    /// It is the time in microseconds; the last four milliseconds are chance, so that a machine whose clock stands still
    /// until somebody sets it does not begin a run twice.
    ///
    /// - Parameter chance: Random bits.
    /// - Returns: A number of at most 2⁵³ until the year 2255.
    public func epoch(chance: UInt64) -> UInt64 {
        UInt64(max(1 << 12, wall)) & ~0xFFF | chance & 0xFFF
    }
}

extension Int64 {
    /// So many milliseconds in nanoseconds.
    static func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }
}
