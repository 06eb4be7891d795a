/// What somebody who looked at a machine's clock all the time knows of it.
struct WitnessedClock: Sendable {
    /// How far the clock was off at its best, in microseconds.
    var greatest: Int64

    /// How far it was off at other times since the process started, in microseconds.
    var others: [Int64] = []

    /// Begins with a clock that is off by so much.
    init(_ offset: Int64) { greatest = offset }

    /// Somebody sets the clock.
    ///
    /// - Parameter offset: How far it is off then, in microseconds.
    /// - Returns: Whether the process may believe it, and so forget times that it has seen.
    mutating func set(to offset: Int64) -> Bool {
        let isBehind = offset < greatest - Self.tolerance
        // Set back to where it once was, somebody has set it right; else that is waited out.
        let mayBeRight = !others.isEmpty || abs(offset - greatest) <= Self.tolerance
        others.append(min(offset, greatest))
        greatest = max(greatest, offset)
        return isBehind && mayBeRight
    }

    /// By how much a clock may be set back and be believed at once, and how far ahead of it others are, in microseconds.
    static let tolerance: Int64 = 60_000_000
}
