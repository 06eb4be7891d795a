/// How many clients are in channels, how many of these are live, and when to look at the others: so nobody is looked for
/// who is not there.
struct Attendance {
    /// How often clients that are behind are looked at, in nanoseconds.
    static let checkInterval: Int64 = 250_000_000

    /// How many there are.
    private(set) var attached = 0

    /// How many of them stand among the live ones of their channels.
    private(set) var live = 0

    /// When to look for clients that retention has overtaken, in monotonic nanoseconds; `nil` while nobody is behind.
    private(set) var nextCheck: Int64?

    /// From which slot on they are looked at then.
    private var slot = 0

    /// Who keeps what its position names and is not here.
    var unsettled = UnsettledReaders()

    /// What is kept for those who have taken a part of a frame.
    var kept = KeptChunks()

    /// Whether a client has not been sent what others have.
    var hasClientsBehind: Bool { attached > live }

    /// Counts a client that was given a place in a channel; it is not live yet.
    mutating func arrive(at now: Int64) {
        attached += 1
        planCheck(at: now)
    }

    /// Counts one that has left its channel, and was not live any more.
    mutating func leave() {
        attached -= 1
        forgetCheck()
    }

    /// Counts one that is live from now on.
    mutating func goLive() {
        live += 1
        forgetCheck()
    }

    /// Counts one that was live, and goes on by itself.
    mutating func fallBehind(at now: Int64) {
        live -= 1
        planCheck(at: now)
    }

    // MARK: Looking at those who are behind

    /// From which slot on clients that are behind are to be looked at; `nil` while it is too early, or nobody is.
    func checkDue(at now: Int64) -> Int? {
        guard let nextCheck, nextCheck <= now else { return nil }
        return slot
    }

    /// Has the next turn go on at a slot.
    mutating func pauseCheck(at slot: Int) { self.slot = slot }

    /// Takes notice that all were looked at.
    mutating func finishCheck(at now: Int64) {
        nextCheck = nil
        slot = 0
        if hasClientsBehind { planCheck(at: now) }
    }

    private mutating func planCheck(at now: Int64) {
        nextCheck = nextCheck ?? now + Self.checkInterval
    }

    private mutating func forgetCheck() {
        guard !hasClientsBehind else { return }
        nextCheck = nil
        slot = 0
    }
}
