/// Whether a peer is there, how far away it is, and whether its clock is the same as ours.
struct Probing {
    /// For how long clocks may be unequal before they are compared in a mesh that is never quiet, in nanoseconds.
    static let longestDisagreement: Int64 = .milliseconds(10_000)

    /// How often a whole clock is asked for again at most, in nanoseconds.
    static let clockRequestInterval: Int64 = .milliseconds(5000)

    /// How many bytes of a frame arrive in each second at least, over the slowest line that a link is left open on.
    static let slowestLine: Int64 = 4096

    /// When the next probe is due, in monotonic nanoseconds.
    private(set) var deadline: Int64

    /// The smoothed time there and back, in nanoseconds.
    private(set) var roundTrip: Int64?

    /// When something last arrived, in monotonic nanoseconds.
    private var heardAt: Int64

    /// When the frame began that is arriving, if one is; monotonic nanoseconds.
    private var begunAt: Int64

    /// Since when something that arrived waits to be read here, in monotonic nanoseconds; `nil` where nothing does.
    private var unreadSince: Int64?

    /// When both clocks last had one hash, or the peer was last asked for its own since they had not; monotonic
    /// nanoseconds.
    ///
    /// A link begins with whole clocks.
    private var agreedAt: Int64

    /// When the whole clock may be asked for again, in monotonic nanoseconds.
    private var clockRequestAt: Int64 = 0

    /// Starts with a peer that was just heard.
    init(at time: Int64, interval: Int64) {
        heardAt = time
        begunAt = time
        agreedAt = time
        deadline = time + interval
    }

    /// Something arrived.
    mutating func hear(at now: Moment) {
        heardAt = now.monotonic
    }

    /// The first bytes of a frame arrived.
    mutating func noteBeginning(at now: Moment) {
        begunAt = now.monotonic
    }

    /// This node came to run later than it wanted, by so many nanoseconds: the peer is not blamed for that.
    mutating func excuse(_ lag: Int64, at now: Moment) {
        // One that was heard just now is not excused for what it will do.
        heardAt = min(heardAt + lag, now.monotonic)
        begunAt = min(begunAt + lag, now.monotonic)
    }

    /// Something that arrived waits to be read here, or nothing does any more.
    ///
    /// As long as it waits, the peer is judged as it was when that came.
    mutating func note(isUnread: Bool, at now: Moment) {
        if isUnread {
            unreadSince = unreadSince ?? now.monotonic
        } else if let since = unreadSince {
            begunAt = min(begunAt + now.monotonic - since, now.monotonic)
            unreadSince = nil
        }
    }

    private func judgedTime(at now: Moment) -> Int64 { min(unreadSince ?? .max, now.monotonic) }

    /// How long nothing has arrived, in nanoseconds.
    func silence(at now: Moment) -> Int64 { judgedTime(at: now) - heardAt }

    /// How much later a frame is than over the slowest line, of which so many bytes have arrived, in nanoseconds.
    ///
    /// Where a frame was cut, or a length made up, what the peer says from then on is taken for its rest: every probe
    /// is heard, and nothing is understood.
    func delay(ofFrameWith byteCount: Int, at now: Moment) -> Int64 {
        guard byteCount > 0 else { return 0 }
        return max(0, judgedTime(at: now) - begunAt - Int64(byteCount) * 1_000_000_000 / Self.slowestLine)
    }

    /// Whether the next probe is due.
    func isDue(at now: Moment) -> Bool { deadline <= now.monotonic }

    /// Puts the next probe off.
    mutating func wait(_ interval: Int64, at now: Moment) {
        deadline = now.monotonic + interval
    }

    /// Has the next probe sent now.
    mutating func hurry(at now: Moment) {
        deadline = min(deadline, now.monotonic)
    }

    /// A probe was echoed after so many nanoseconds (RFC 6298 §2).
    mutating func noteEcho(after sample: Int64) {
        roundTrip = roundTrip.map { $0 + (sample - $0) / 8 } ?? sample
    }

    // MARK: Comparing clocks

    /// Both clocks have one hash.
    mutating func noteAgreement(at now: Moment) {
        agreedAt = now.monotonic
    }

    /// Clocks have different hashes: says whether the peer's is to be looked at whole.
    ///
    /// That means that something got lost where nothing changes, and nothing at all where something always does; so
    /// there they must have been unequal for long.
    ///
    /// - Parameters:
    ///   - isQuiet: Whether nothing has changed for a while, here or there.
    ///   - now: The time.
    /// - Returns: Whether the peer is to be asked for its clock.
    mutating func noteDisagreement(isQuiet: Bool, at now: Moment) -> Bool {
        guard clockRequestAt <= now.monotonic else { return false }
        guard isQuiet || now.monotonic - agreedAt >= Self.longestDisagreement else { return false }
        agreedAt = now.monotonic
        clockRequestAt = now.monotonic + Self.clockRequestInterval
        return true
    }
}
