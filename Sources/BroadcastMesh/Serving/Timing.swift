/// What time does to clients: when to look after whom, and what they have begun to send.
struct Timing {
    /// How often clients that are behind are looked at, in nanoseconds.
    static let behindCheckInterval: Int64 = 250_000_000

    /// The time of this turn, in monotonic nanoseconds.
    var now: Int64

    /// When to look after which client; there is no timer per client.
    var deadlines = Deadlines()

    /// What the clients have begun to send.
    var unfinished: Unfinished

    /// When to look next for clients that retention has overtaken, in monotonic nanoseconds, and from which slot on.
    private(set) var nextBehindCheck: Int64 = 0
    private var nextBehindSlot = 0

    /// Begins without deadlines.
    init(unfinishedLimit: Int, at now: Int64) {
        unfinished = Unfinished(limit: unfinishedLimit)
        self.now = now
    }

    /// The time in whole seconds.
    var seconds: Int64 { now / 1_000_000_000 }

    /// From which slot on clients that are behind are to be looked at now; `nil` while it is too early.
    var behindCheck: Int? { nextBehindCheck <= now ? nextBehindSlot : nil }

    /// Has the next turn go on at a slot.
    mutating func pauseBehindCheck(at slot: Int) { nextBehindSlot = slot }

    /// Takes notice that all were looked at.
    mutating func finishBehindCheck() {
        nextBehindSlot = 0
        nextBehindCheck = now + Self.behindCheckInterval
    }
}
