import Reactor

/// What is known of what a client sends: how much of it is received at once, and what is waited for.
///
/// Less than thirty-two bytes, for there are thousands of them.
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

        /// That the end is that of an answer, which is long perhaps, and not that of a closing handshake.
        static let answer = Awaited(rawValue: 32)
    }

    /// How many messages a portion that was doubled may have, unless they are of a kilobyte and more.
    private static let mostMessages = 128

    /// Until when the client has used what the rate allows, in monotonic nanoseconds.
    var usedUntil: Int64 = 0

    /// The frames that have arrived and wait for the next turn, as they came; at most what is received at once.
    private(set) var rest: [UInt8] = []

    /// When something last arrived, in whole seconds of the monotonic clock.
    var lastHeard: Int32

    /// How often the portion was doubled that is received from it at once; none for who sends small messages.
    private(set) var portion: UInt8 = 0

    /// Whether requests that have arrived wait for the next turn.
    private(set) var hasRequestsLeft = false

    /// Whether the client has begun something that it has not finished; how far it is, ``Unfinished`` knows.
    var isUnfinished = false

    private var awaited: Awaited = []

    /// How many bytes its machine had acknowledged when it was looked at last, modulo 2³².
    private var acknowledged: UInt32 = 0

    /// How often it was waited for the end since then.
    private var waits: UInt8 = 0

    /// Whether a deadline is set for that.
    var isWatched: Bool {
        get { awaited.contains(.rest) }
        set { if newValue { awaited.insert(.rest) } else { awaited.remove(.rest) } }
    }

    /// Begins with a connection that was just accepted.
    init(at now: Int64) {
        lastHeard = Self.seconds(now)
    }

    /// Has its requests answered in the next turn.
    mutating func putOffRequests() { hasRequestsLeft = true }

    /// Goes on with its requests.
    mutating func takeUpRequests() { hasRequestsLeft = false }

    /// Whether frames that have arrived wait for the next turn.
    var hasRest: Bool { !rest.isEmpty }

    /// Has frames that have arrived acted upon in the next turn.
    mutating func putOff(_ frames: [UInt8]) {
        precondition(rest.isEmpty, "something was read behind what waits")
        rest = frames
    }

    /// Takes out the frames that wait, or forgets them.
    @discardableResult
    mutating func takeRest() -> [UInt8] {
        defer { rest = [] }
        return rest
    }

    /// Takes in how much was received at once: who sends less than a portion needs no larger one.
    ///
    /// - Parameters:
    ///   - count: How many bytes came.
    ///   - portion: How many might have come.
    ///   - doublings: How often the portion had been doubled for that.
    mutating func noteReceived(_ count: Int, of portion: Int, doubled doublings: UInt8) {
        guard count < portion else { return }
        // Who waits for what it sent goes on with the rest of what it had under way; the next may be all of it again.
        self.portion = count < portion / 8 ? 0 : min(self.portion, doublings)
    }

    /// Takes in how many messages so many bytes were: who sends large ones gets larger portions, which cost fewer calls here
    /// and for each of those whom they go out to, but not of what is more than a turn has room for.
    mutating func noteMessages(_ messages: Int, in bytes: Int, isLargest: Bool) {
        let isLarge = messages << 10 <= bytes
        if hasRest || !isLarge && messages > Self.mostMessages {
            portion = 0
        } else if !isLargest, isLarge || messages < Self.mostMessages / 2 {
            portion += 1
        }
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
    /// - Parameters:
    ///   - progress: How much has arrived.
    ///   - isAnswer: Whether it closes behind an answer.
    /// - Returns: Whether a deadline is to be set; not while one is.
    mutating func awaitEnd(_ progress: SendingProgress, isAnswer: Bool) -> Bool {
        guard !awaited.contains(.end) else { return false }
        awaited.insert(.end)
        awaited.remove(.acknowledgement)
        if isAnswer { awaited.insert(.answer) }
        acknowledged = UInt32(truncatingIfNeeded: progress.acknowledged)
        return true
    }

    /// Ends that wait, or goes on with it: who still reads what it was sent before has not come to the end of it.
    ///
    /// A kernel acknowledges what is read slowly in lumps as large as a part of its buffer. So an answer that has not come to
    /// its end is judged over a minute; and once it has, there is the whole time to close.
    ///
    /// - Parameters:
    ///   - progress: How much has arrived.
    ///   - isSent: Whether nothing is still to be sent.
    /// - Returns: Whether a deadline is to be set again.
    mutating func goOnAwaitingEnd(_ progress: SendingProgress, isSent: Bool) -> Bool {
        let count = UInt32(truncatingIfNeeded: progress.acknowledged)
        let isAnswer = awaited.contains(.answer)
        let hasCome = isSent && !progress.isWaiting
        let wasComing = hasCome ? awaited.remove(.acknowledgement) != nil : !awaited.insert(.acknowledgement).inserted
        waits += 1
        if count &- acknowledged >= Patience.closingBytes * UInt32(waits) || isAnswer && hasCome && wasComing {
            (acknowledged, waits) = (count, 0)
            return true
        }
        let goesOn = isAnswer && !hasCome && waits < Patience.answerWaits
        if !goesOn { awaited.remove(.end) }
        return goesOn
    }

    /// Gives the client as much more time as the node was away, in nanoseconds.
    mutating func excuse(_ lag: Int64) {
        lastHeard += Self.seconds(lag)
    }

    private static func seconds(_ nanoseconds: Int64) -> Int32 {
        Int32(truncatingIfNeeded: nanoseconds / 1_000_000_000)
    }
}
