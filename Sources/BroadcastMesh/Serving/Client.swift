import Bytes
import Gossip
import HTTP
import Reactor
import WebSocket

/// One accepted connection: an HTTP exchange first, then perhaps a WebSocket in one channel.
///
///     requesting ──101──▶ open ──close frame from either side──▶ closing ─┐
///         └──last answer─────────────────────────────────────────────────┴─▶ ending ─▶ gone
///
/// ``stage`` is where the connection stands, for a WebSocket in the closing handshake (RFC 6455 §7.1). How far each side
/// is, ``hasEnded`` and ``hasEndedSending`` say.
///
/// Ten thousand of these must not be felt, so what only some have or only some time is behind an optional, and
/// what all have fits a few cache lines.
final class Client {
    /// Where the connection stands.
    enum Stage: UInt8 {
        /// HTTP is spoken.
        case requesting

        /// Messages pass in both directions.
        case open

        /// We sent a close frame, or will between two frames, and wait for the peer's.
        case closing

        /// What is under way is still sent; whatever arrives is thrown away.
        case ending

        /// The socket is about to be closed, and nothing must be done with it.
        case gone
    }

    /// Rows of those who go on in their turn.
    struct Rows: OptionSet {
        let rawValue: UInt8

        /// It has had its portion, and is sent more.
        static let served = Rows(rawValue: 1)

        /// It is to go on at the end of a turn.
        static let woken = Rows(rawValue: 2)
    }

    /// The connection.
    let socket: Socket

    /// Where this is kept, and which of those that were ever kept there it is.
    let reference: ClientReference

    /// Where the connection stands.
    private(set) var stage = Stage.requesting

    /// What the event loop watches.
    var interest = Interest.read

    /// Whether the peer has ended its side.
    private(set) var hasEnded = false

    /// Whether our side is ended, so that the peer will end its own.
    private(set) var hasEndedSending = false

    /// What is known of what it sends.
    var intake: Intake

    /// The exchange; gone after the upgrade, and with it all its memory.
    private(set) var exchange: Exchange?

    /// What takes the peer's frames apart.
    var decoder: MessageDecoder

    /// What is on its way to it alone; see ``put(_:)``.
    private(set) var outgoing = Outgoing()

    /// Where in a channel the client is, if it is in one.
    var seat: Seat?

    /// The rows that it stands in, in each once.
    var rows: Rows = []

    /// Starts with a connection that was just accepted.
    init(_ socket: consuming Socket, _ reference: ClientReference, heardAt now: Int64, messageLimit: Int) {
        self.socket = socket
        self.reference = reference
        intake = Intake(at: now)
        decoder = MessageDecoder(role: .server, messageLimit: messageLimit)
    }

    // MARK: Where it stands

    /// Speaks HTTP with it.
    func begin(_ exchange: Exchange) {
        precondition(stage == .requesting && self.exchange == nil, "an exchange was begun twice")
        self.exchange = exchange
    }

    /// Makes a WebSocket of the connection, and forgets everything about HTTP.
    ///
    /// - Returns: What has arrived behind the request already.
    func open() -> [UInt8] {
        precondition(stage == .requesting, "a connection was opened twice")
        stage = .open
        defer { exchange = nil }
        return exchange?.connection.takeRemainder() ?? []
    }

    /// Our close frame is on its way, and the peer's is waited for.
    func beginClosing() {
        precondition(stage == .open, "a connection was closed that is not open")
        stage = .closing
    }

    /// Whatever arrives is thrown away from now on.
    ///
    /// - Parameter answers: Whether it has answers still to get, which it may have asked for long ago.
    func beginEnding(behind answers: Bool) {
        switch stage {
        case .requesting, .open, .closing: stage = .ending
        case .ending, .gone: preconditionFailure("a connection was ended twice")
        }
        guard !answers else { return }
        exchange = nil
        intake.takeRest()
        decoder = MessageDecoder(role: .server, messageLimit: 0)
    }

    /// The socket is about to be closed.
    func vanish() {
        precondition(stage != .gone, "a connection was let go of twice")
        stage = .gone
        exchange = nil
    }

    /// The peer has ended its side.
    func noteEnd() { hasEnded = true }

    /// Ends our side, once.
    func endSending() {
        precondition(!hasEndedSending, "our side was ended twice")
        hasEndedSending = true
        socket.endSending()
    }

    // MARK: What it is sent

    /// Changes what is on its way to it alone: the only way to do so.
    ///
    /// A live client must have left the live ones before, so that nothing can be sent to all of them in between.
    func put<Failure: Error>(_ change: (inout Outgoing) throws(Failure) -> Void) throws(Failure) {
        precondition(seat?.memberIndex == nil, "a live client was to be sent something of its own")
        try change(&outgoing)
    }

    /// What the event loop calls the socket.
    var token: Token { Token(.client, slot: Int(reference.slot), generation: reference.generation) }

    /// Sends some of what is on its way to it; see ``Outgoing/send(to:portion:paidBy:)``.
    func sendOutgoing(_ portion: inout Int, paidBy budget: inout TurnBudget) -> SendResult {
        outgoing.send(to: socket, portion: &portion, paidBy: &budget)
    }

    /// Lets go of what was held, now that everything is written.
    func release(_ committed: Committed, with gossip: borrowing GossipNode) {
        precondition(committed.covers(gossip), "a client was to be told of what is not written")
        outgoing.release()
    }

    /// Takes back what was kept; see ``Outgoing/retract()``.
    func retract() { outgoing.retract() }
}

/// What HTTP needs to know of a connection.
final class Exchange {
    /// The protocol.
    var connection: ServerConnection

    /// The address that requests come from.
    let peer: SocketAddress

    /// How many claims of names the node knew when the connection came.
    let claimCount: Int

    /// What it takes to keep what the current request says, beside its head, while that waits; in bytes.
    var waitingBytes = 0

    /// Starts with nothing received.
    init(limits: HTTPLimits, peer: SocketAddress, claimCount: Int) {
        connection = ServerConnection(limits: limits)
        self.peer = peer
        self.claimCount = claimCount
    }
}
