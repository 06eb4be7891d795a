/// Admits a number of messages per second, and bursts of twice that.
///
/// The generic cell rate algorithm: all that is kept is the moment at which the sender would have used up what it
/// is allowed, so a limiter is eight bytes and no timer.
struct RateLimiter: Sendable {
    /// How long a sender must wait for one more message once its burst is used, in nanoseconds.
    let interval: Int64

    /// How far ahead of the clock a sender may be, in nanoseconds: two seconds' worth of messages.
    let tolerance: Int64

    /// Starts a rule of so many messages per second; at least a burst of one is always admitted.
    init(messagesPerSecond: Int) {
        precondition(messagesPerSecond > 0, "a rate must be above zero")
        interval = max(1, 1_000_000_000 / Int64(messagesPerSecond))
        tolerance = max(0, 2_000_000_000 - interval)
    }

    /// Whether one more message is admitted, or so many more together: all of them, or none.
    ///
    /// - Parameters:
    ///   - usedUntil: What the limiter remembers of the sender, in monotonic nanoseconds; 0 of a new one.
    ///   - count: How many messages.
    ///   - now: Monotonic nanoseconds.
    /// - Returns: `false` when the sender must be refused; it then has used nothing.
    func admit(_ usedUntil: inout Int64, count: Int = 1, at now: Int64) -> Bool {
        guard count > 0 else { return true }
        let lastStart = max(usedUntil, now) + Int64(count - 1) * interval
        guard lastStart - now <= tolerance else { return false }
        usedUntil = lastStart + interval
        return true
    }
}
