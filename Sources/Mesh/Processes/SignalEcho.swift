/// Tells a second wish to end, which is impatience, from the same one that comes twice: `timeout` and supervisors signal a
/// process and then its group, so a program hears one wish two times within a millisecond.
struct SignalEcho {
    /// How long a signal after another says nothing new, in nanoseconds.
    static let length: Int64 = 500_000_000

    private var last: Int64?

    /// Whether a signal is not the echo of the one that counted last.
    mutating func isAnother(at now: Int64) -> Bool {
        if let last, now - last < Self.length { return false }
        last = now
        return true
    }
}
