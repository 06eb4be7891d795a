/// When a channel's list of users goes out: at once after a quiet time, then folded together.
///
///     change ──▶ sent at once, change, change, change ──80 ms──▶ sent once
struct UserListClock: Equatable {
    /// How long changes are folded together at least, in nanoseconds; 100 ms are promised, the rest is for a busy loop.
    static let shortestInterval: Int64 = 80_000_000

    /// How long a list takes for each user in it, in nanoseconds: everybody gets everybody, so a room of 2,000 costs the
    /// square of that, and changes once a second at most.
    static let intervalPerUser: Int64 = 450_000

    /// When the list is due, in monotonic nanoseconds, if it changed since it was sent.
    private(set) var deadline: Int64?

    private var nextSending = Int64.min

    /// Takes in a change.
    mutating func handleChange(at now: Int64) {
        guard deadline == nil else { return }
        deadline = max(now, nextSending)
    }

    /// Whether the list is to be sent now; it counts as sent then.
    ///
    /// - Parameters:
    ///   - now: The time, in monotonic nanoseconds.
    ///   - userCount: How many users the room has.
    /// - Returns: Whether it is due.
    mutating func takeDue(at now: Int64, userCount: Int) -> Bool {
        guard let deadline, deadline <= now else { return false }
        self.deadline = nil
        nextSending = now + max(Self.shortestInterval, Self.intervalPerUser * Int64(userCount))
        return true
    }
}
