import Bytes
import Reactor
import WebSocket

/// What is on its way to one client and is for it alone: answers, events, control frames, and the rest of a frame of
/// which its socket has taken a part.
///
///     under way ──▶ its own, in order ──▶ pong ──▶ ping ──▶ a boundary: frames of the channel may follow
///
/// As long as there is anything of it, and as long as it is held, no frame of the channel may be sent.
struct Outgoing {
    /// A ping without a payload, as a server sends it.
    private static let ping: [UInt8] = [0x89, 0x00]

    /// What the socket has taken a part of: it goes out before everything else.
    private var underWay = UnderWay.nothing

    /// What goes out next, in whole frames or answers.
    private var own: [UInt8] = []

    /// The body of an answer, whose head is the last of its own: an array that others share goes out without a copy.
    private var body: [UInt8] = []

    /// The answers to pings, see ``Pongs``.
    private var pong: [UInt8] = []

    /// Whether a ping is to go out.
    private var hasPing = false

    /// Which figures the body is, or what is under way; 0 for none.
    private var figures: UInt32 = 0

    /// How much of its own there was when it was held; `nil` when it is not.
    private var heldFrom: Int?

    /// Whether nothing is sent yet: what it is about is not written.
    var isHeld: Bool { heldFrom != nil }

    /// Whether nothing is left to be sent.
    var isEmpty: Bool { underWay.isNothing && own.isEmpty && body.isEmpty && pong.isEmpty && !hasPing }

    /// Whether the next thing that the client gets may be a frame of the channel.
    var isAtBoundary: Bool { isEmpty && !isHeld }

    /// How many bytes of its own the client has not read yet.
    var unreadCount: Int { own.count + body.count + pong.count + underWay.ownCount }

    /// Whether frames of the channel, or a list of its users, are kept for it, of which its socket may have taken a part.
    var keepsFrame: Bool { underWay.isFrame }

    /// Which figures it has a part of that is not sent; `nil` for none.
    var unreadFigures: UInt32? { figures == 0 || body.isEmpty && underWay.isNothing ? nil : figures }

    /// Adds whole frames, or an answer.
    mutating func append(_ bytes: [UInt8]) {
        enclose()
        own += bytes
    }

    /// Adds what is written to the end of the array.
    mutating func append<Failure: Error>(_ write: (inout [UInt8]) throws(Failure) -> Void) throws(Failure) {
        enclose()
        try write(&own)
    }

    /// Adds the body of the answer whose head was added last.
    ///
    /// - Parameters:
    ///   - body: The body, which others share.
    ///   - figures: Which figures it is; 0 for none.
    mutating func append(sharing body: [UInt8], figures: UInt32 = 0) {
        precondition(self.body.isEmpty, "two bodies were to be sent at once")
        self.body = body
        self.figures = figures
    }

    /// Copies a body that others share, so that something may follow it: whoever is sent away in the middle of one.
    private mutating func enclose() {
        if underWay.isNothing { figures = 0 }
        guard !body.isEmpty else { return }
        own += body
        body = []
    }

    /// Answers a ping.
    mutating func answerPing(_ payload: [UInt8]) {
        Pongs.append(payload.span, to: &pong)
    }

    /// Asks the client for a sign of life, unless it is about to be asked.
    mutating func ping() {
        hasPing = true
    }

    /// Takes out the control frames that wait: nothing but a close frame may follow.
    mutating func dropControlFrames() {
        pong = []
        hasPing = false
    }

    /// Finishes a frame of which the socket has taken a part; nothing else was on its way then.
    mutating func finish(_ rest: UnderWay) {
        precondition(underWay.isNothing, "two frames were begun")
        underWay = rest
    }

    /// Keeps everything until ``release()``.
    mutating func hold() {
        heldFrom = heldFrom ?? own.count
    }

    /// Lets it go out.
    mutating func release() {
        heldFrom = nil
    }

    /// Takes back what was added since it is held, which is about something that will not be written; the rest may go out.
    mutating func retract() {
        guard let count = heldFrom else { return }
        own.removeLast(own.count - count)
        heldFrom = nil
    }

    /// Sends a portion, or as much of it as the socket takes.
    ///
    /// - Parameters:
    ///   - socket: Where to.
    ///   - portion: How much may be sent, in bytes; what was sent is taken off.
    ///   - budget: What pays for it.
    /// - Returns: `wouldBlock` when something is left, `sent` when nothing is.
    mutating func send(
        to socket: borrowing Socket,
        portion: inout Int,
        paidBy budget: inout TurnBudget
    ) -> SendResult {
        guard !isHeld else { return .wouldBlock }
        while true {
            let count = underWay.count
            guard count == 0 || portion > 0 else { return .wouldBlock }
            let result = underWay.send(to: socket, limit: portion)
            let sent = count - underWay.count
            portion -= sent
            if count > 0 { budget.spend(of: sent) }
            guard case .sent = result else { return result }
            if !own.isEmpty {
                underWay = .bytes(own, from: 0)
                own = []
            } else if !body.isEmpty {
                underWay = .bytes(body, from: 0)
                body = []
            } else if !pong.isEmpty {
                underWay = .bytes(pong, from: 0)
                pong = []
            } else if hasPing {
                underWay = .bytes(Self.ping, from: 0)
                hasPing = false
            } else {
                return .sent(0)
            }
        }
    }
}
