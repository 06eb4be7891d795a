/// When trees grow anew, since a link that opened somewhere may be a shorter way.
struct Regrowth {
    /// For how long no link may have opened before trees grow anew, in nanoseconds: each time costs a flood for each
    /// origin, so once for all links of a mesh that starts.
    static let delay: Int64 = .milliseconds(1500)

    /// How long that is put off at most, in nanoseconds, by a link that opens again and again.
    static let longestDelay: Int64 = .milliseconds(10_000)

    /// Whether a link opened somewhere since this was last looked at.
    private var hasNewLinks = false

    /// Since when trees have been out of date, in monotonic nanoseconds.
    private var staleSince = Int64.max

    /// When they grow anew, in monotonic nanoseconds; never is `Int64.max`.
    private(set) var deadline = Int64.max

    /// Takes notice that a link opened somewhere.
    mutating func noteLink() {
        hasNewLinks = true
    }

    /// Whether trees are to grow anew now; then that is done with.
    mutating func takeDue(at now: Moment) -> Bool {
        if hasNewLinks {
            hasNewLinks = false
            staleSince = min(staleSince, now.monotonic)
            deadline = min(now.monotonic + Self.delay, staleSince + Self.longestDelay)
        }
        guard deadline <= now.monotonic else { return false }
        staleSince = .max
        deadline = .max
        return true
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        precondition((staleSince == .max) == (deadline == .max), "trees are out of date and never grow anew")
    }
}
