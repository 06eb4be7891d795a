/// When trees grow anew: since a link that opened somewhere may be a shorter way, and now and then for no such reason.
///
/// What was lost for a moment, or stood still, leads a tree around it, by links that may be a hundred times as long; and
/// nobody tells that the shorter way is there again. So each node forgets once a minute whom it sends heads only: each peer then
/// gets the next entry of every origin, and takes it where it is the first, or asks for heads only again.
struct Regrowth {
    /// For how long no link may have opened before trees grow anew, in nanoseconds: each time costs a flood for each
    /// origin, so once for all links of a mesh that starts.
    static let delay: Int64 = .milliseconds(1500)

    /// How long that is put off at most, in nanoseconds, by a link that opens again and again.
    static let longestDelay: Int64 = .milliseconds(10_000)

    /// How long trees stand at most, in nanoseconds: each time costs a copy on each link for each origin.
    static let period: Int64 = .milliseconds(60_000)

    /// Whether a link opened somewhere since this was last looked at.
    private var hasNewLinks = false

    /// Since when trees have been out of date, in monotonic nanoseconds.
    private var staleSince = Int64.max

    /// When they grow anew for that, in monotonic nanoseconds; never is `Int64.max`.
    private var renewal = Int64.max

    /// When they do whatever happens.
    private var next = Int64.max

    /// When they grow anew, in monotonic nanoseconds; never is `Int64.max`.
    var deadline: Int64 { min(renewal, next) }

    /// Takes notice that a link opened somewhere.
    mutating func noteLink() {
        hasNewLinks = true
    }

    /// Whether trees are to grow anew now; then that is done with.
    mutating func takeDue(at now: Moment) -> Bool {
        if hasNewLinks {
            hasNewLinks = false
            staleSince = min(staleSince, now.monotonic)
            renewal = min(now.monotonic + Self.delay, staleSince + Self.longestDelay)
            if next == .max { next = now.monotonic + Self.period }
        }
        guard deadline <= now.monotonic else { return false }
        (staleSince, renewal) = (.max, .max)
        next = now.monotonic + Self.period
        return true
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        precondition((staleSince == .max) == (renewal == .max), "trees are out of date and never grow anew")
    }
}
