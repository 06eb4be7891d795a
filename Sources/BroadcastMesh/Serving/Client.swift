import Bytes
import HTTP
import Reactor
import WebSocket

/// One accepted connection: an HTTP exchange first, then perhaps a WebSocket in one channel.
///
///     requesting ──101──▶ open ──close frame from either side──▶ closing ─┐
///         └──last answer─────────────────────────────────────────────────┴─▶ ending ─▶ gone
///
/// Nothing else decides about closing: ``stage`` is where the closing handshake stands (RFC 6455 §7.1).
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
    var stage = Stage.requesting

    /// What the event loop watches.
    var interest = Interest.read

    /// Whether the peer has ended its side.
    var hasEnded = false

    /// Whether our side is ended, so that the peer will end its own.
    var hasEndedSending = false

    /// What is known of what it sends.
    var intake: Intake

    /// The exchange; gone after the upgrade, and with it all its memory.
    var exchange: Exchange?

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
    func release(_ committed: Committed) { outgoing.release() }

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

    /// Starts with nothing received.
    init(limits: HTTPLimits, peer: SocketAddress, claimCount: Int) {
        connection = ServerConnection(limits: limits)
        self.peer = peer
        self.claimCount = claimCount
    }
}
