/// How often a link is sent what it lacks: as soon as there is something, unless it was made slow for a demonstration.
struct Pace {
    /// How long a slow link waits between two portions, in nanoseconds: to be seen, and well below what counts as silence.
    static let slowInterval: Int64 = 1_000_000_000

    /// Whether the link is slow.
    var isSlow = false

    /// When a slow link may be sent its next portion, in monotonic nanoseconds.
    private var next: Int64 = 0

    /// Whether there is something to be sent then.
    private var isAwaited = false

    /// Whether the link may be sent a portion now, which then counts as sent.
    mutating func admit(at now: Int64) -> Bool {
        guard isSlow else { return true }
        isAwaited = now < next
        if !isAwaited { next = now + Self.slowInterval }
        return !isAwaited
    }

    /// When something that waits may be sent, in monotonic nanoseconds; never, where nothing waits.
    var deadline: Int64 { isSlow && isAwaited ? next : .max }
}
