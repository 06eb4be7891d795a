/// The dialing side of a path that does not stand yet: the greeting, sent until it is answered.
struct PathOpening {
    /// The greeting, as a frame; empty until the gossip wrote it.
    var greeting: [UInt8] = []

    /// What the other side gave out to be shown with the greeting; 0 before.
    private(set) var proof: UInt64 = 0

    /// How often it was sent since the last news, and whether it is to be sent again now.
    private var tries = 0
    private var isDue = true
    private var sentAt: Int64 = 0

    /// How long the first answer is waited for, in nanoseconds.
    private var patience = RoundTripTime.initial

    /// The shortest wait for the other side's greeting, in nanoseconds.
    static let shortestPatience: Int64 = .milliseconds(50)

    /// When to send it again, in monotonic nanoseconds.
    var deadline: Int64? {
        guard tries > 0, !isDue else { return nil }
        return sentAt + min(RoundTripTime.longestTimeout, patience << min(tries - 1, 10))
    }

    /// Whether the greeting is to be sent now; it is from here on.
    mutating func takeTurn(at now: Int64) -> Bool {
        guard isDue, !greeting.isEmpty else { return false }
        isDue = false
        tries += 1
        sentAt = now
        return true
    }

    /// How long the answer took, in nanoseconds, if it is plain which greeting it answers.
    func roundTrip(at now: Int64) -> Int64? {
        tries == 1 ? now - sentAt : nil
    }

    /// Takes the other side's token: the greeting goes out with it at once.
    mutating func handleToken(_ token: UInt64, at now: Int64) {
        guard token != proof else { return }
        if let sample = roundTrip(at: now) { patience = max(Self.shortestPatience, 3 * sample) }
        proof = token
        isDue = true
        tries = 0
    }

    /// Sends the greeting again when it is time.
    mutating func handleTimeout(at now: Int64) {
        if let deadline, deadline <= now { isDue = true }
    }
}
