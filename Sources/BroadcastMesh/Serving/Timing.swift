/// What time does to clients: when to look after whom, and what they have begun to send.
struct Timing {
    /// The time of this turn, in monotonic nanoseconds.
    var now: Int64

    /// When to look after which client; there is no timer per client.
    var deadlines = Deadlines()

    /// What the clients have begun to send.
    var unfinished: Unfinished

    /// Begins without deadlines.
    init(unfinishedLimit: Int, at now: Int64) {
        unfinished = Unfinished(limit: unfinishedLimit)
        self.now = now
    }

    /// Notes when the next turn must come at the latest, in monotonic nanoseconds.
    mutating func endTurn(expecting deadline: Int64?) { deadlines.expectTurn(deadline, at: now) }

    /// The time in whole seconds.
    var seconds: Int64 { now / 1_000_000_000 }
}
