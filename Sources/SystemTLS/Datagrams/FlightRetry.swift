/// When a flight of a handshake is sent again: only the dialing side has a clock, the other answers.
struct FlightRetry {
    /// How long to wait for an answer at first, in nanoseconds; twice as long after each time in vain.
    static let firstTimeout: Int64 = 100_000_000

    /// How long to wait at most, in nanoseconds.
    static let longestTimeout: Int64 = 1_600_000_000

    /// How often a flight is sent before the peer counts as gone: after some 11 seconds.
    static let limit = 10

    /// What is to be done now.
    enum Turn {
        /// Nothing.
        case wait

        /// Send it.
        case send

        /// The peer does not answer.
        case giveUp
    }

    /// When to send again, in monotonic nanoseconds; `nil` for never.
    private(set) var next: Int64?

    private var tries = 0

    /// A flight is to be sent.
    mutating func begin(at now: Int64) {
        next = now
        tries = 0
    }

    /// The peer has answered.
    mutating func end() {
        next = nil
    }

    /// An answer has come that needs one of ours.
    mutating func restart() {
        tries = 0
    }

    /// Asks what is to be done.
    mutating func takeTurn(at now: Int64) -> Turn {
        guard let due = next, due <= now else { return .wait }
        guard tries < Self.limit else {
            next = nil
            return .giveUp
        }
        next = now + min(Self.firstTimeout << Int64(tries), Self.longestTimeout)
        tries += 1
        return .send
    }
}
