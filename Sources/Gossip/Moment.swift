/// What both clocks show: time is an argument of the core, never read by it.
public struct Moment: Sendable, Equatable {
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

extension Int64 {
    /// So many milliseconds in nanoseconds.
    static func milliseconds(_ count: Int64) -> Int64 { count * 1_000_000 }
}
