import Reactor

/// What is known of what a client sends: how much of it is received at once, and what is waited for.
///
/// Twenty bytes, for there are thousands of them.
struct Intake {
    /// What is waited for.
    private struct Awaited: OptionSet {
        let rawValue: UInt8

        /// The rest of what the client has begun: a deadline is set.
        static let rest = Awaited(rawValue: 1)

        /// The end of the time for a sign of life: a deadline is set.
        static let verdict = Awaited(rawValue: 2)

        /// A sign of life.
        static let sign = Awaited(rawValue: 4)

        /// Acknowledgements of what was on its way to it when it was looked at last.
        static let acknowledgement = Awaited(rawValue: 8)

        /// The end of a closing connection: a deadline is set.
        static let end = Awaited(rawValue: 16)
    }

    /// Until when the client has used what the rate allows, in monotonic nanoseconds.
    var usedUntil: Int64 = 0

    /// When something last arrived, in whole seconds of the monotonic clock.
    var lastHeard: Int32

    /// How often the portion was doubled that is received from it at once; none for who sends small messages.
    var portion: UInt8 = 0

    /// Whether requests that have arrived wait for the next turn.
    var hasRequestsLeft = false

    /// Whether the client has begun something that it has not finished; how far it is, ``Unfinished`` knows.
    var isUnfinished = false

    private var awaited: Awaited = []

    /// How many bytes its machine had acknowledged when it was looked at last, modulo 2³².
    private var acknowledged: UInt32 = 0

    /// Whether a deadline is set for that.
    var isWatched: Bool {
        get { awaited.contains(.rest) }
        set { if newValue { awaited.insert(.rest) } else { awaited.remove(.rest) } }
    }

    /// Begins with a connection that was just accepted.
    init(at now: Int64) {
        lastHeard = Self.seconds(now)
    }

    /// Takes in that something has arrived, or that the client reads.
    mutating func hear(at now: Int64) {
        lastHeard = Self.seconds(now)
        awaited.remove(.sign)
    }

    /// Takes in how much has arrived of what it was sent.
    ///
    /// Who reads slowly what was sent long ago cannot answer a ping that stands behind it: that it goes on reading is a sign of
    /// life. It is none where all had arrived: then it is the ping that was acknowledged, by a machine and by nobody else.
    mutating func note(_ progress: SendingProgress, at now: Int64) {
        let count = UInt32(truncatingIfNeeded: progress.acknowledged)
        if awaited.contains(.acknowledgement), count != acknowledged { hear(at: now) }
        acknowledged = count
        if progress.isWaiting { awaited.insert(.acknowledgement) } else { awaited.remove(.acknowledgement) }
    }

    /// Begins to wait for a sign of life; what came before is none.
    ///
    /// - Returns: Whether a deadline is to be set; not while one is.
    mutating func awaitSign() -> Bool {
        guard !awaited.contains(.verdict) else { return false }
        awaited.formUnion([.verdict, .sign])
        return true
    }

    /// Ends that wait.
    ///
    /// - Returns: Whether there was none.
    mutating func endWaitForSign() -> Bool {
        awaited.remove(.verdict)
        return awaited.remove(.sign) != nil
    }

    /// Begins to wait for the end of a connection that closes.
    ///
    /// - Returns: Whether a deadline is to be set; not while one is.
    mutating func awaitEnd(_ progress: SendingProgress) -> Bool {
        guard !awaited.contains(.end) else { return false }
        awaited.insert(.end)
        acknowledged = UInt32(truncatingIfNeeded: progress.acknowledged)
        return true
    }

    /// Ends that wait, or goes on with it: who still reads what it was sent before has not come to the end of it.
    ///
    /// - Parameters:
    ///   - progress: How much has arrived.
    ///   - least: How much of that must be new, in bytes.
    /// - Returns: Whether a deadline is to be set again.
    mutating func goOnAwaitingEnd(_ progress: SendingProgress, least: UInt32) -> Bool {
        let count = UInt32(truncatingIfNeeded: progress.acknowledged)
        let taken = count &- acknowledged
        acknowledged = count
        if taken < least { awaited.remove(.end) }
        return taken >= least
    }

    /// Gives the client as much more time as the node was away, in nanoseconds.
    mutating func excuse(_ lag: Int64) {
        lastHeard += Self.seconds(lag)
    }

    private static func seconds(_ nanoseconds: Int64) -> Int32 {
        Int32(truncatingIfNeeded: nanoseconds / 1_000_000_000)
    }
}
