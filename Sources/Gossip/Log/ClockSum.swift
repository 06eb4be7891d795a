/// What the heads of all origins are together.
struct ClockSum {
    /// The sum of the hashes of all of them: equal clocks, equal hash.
    var hash: UInt64 = 0

    /// When one last moved, in monotonic nanoseconds.
    var changedAt: Int64 = 0
}
