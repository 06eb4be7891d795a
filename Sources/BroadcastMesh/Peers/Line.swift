import Gossip
import Reactor

/// A TCP connection to a peer: what the kernel has not taken yet, and which link of the gossip it carries.
final class Line {
    /// Where a line is in its life.
    enum Stage: Equatable {
        /// This node dialed, and the connection does not stand yet.
        case connecting(deadline: Int64)

        /// The peer dialed, and nothing was begun on the connection yet.
        case accepted

        /// The connection stands, and the two sides prove the key to each other.
        case opening(deadline: Int64)

        /// The connection stands and carries a link.
        case linked(Int)
    }

    /// How much memory it keeps for what it sends next, in bytes: an array that grew takes up to twice what is put into it, and
    /// who sent a frame that was longer may be idle from then on.
    static let keptRoom = 3 * Peers.outputBytes

    /// Where it is kept.
    let slot: Int

    /// Counts the connections that there ever were.
    let number: UInt64

    /// What the event loop calls it.
    let token: Token

    /// The connection.
    let socket: Socket

    /// The other side's address.
    let address: SocketAddress

    /// Which of the dials it belongs to; `nil` when the peer dialed.
    let dial: Int?

    var stage: Stage

    /// Whether what its other end said first was answered: on a node with a key it has shown that it has it too, or has
    /// overheard who does.
    var isAnswered = false

    /// What stands between its frames and the connection.
    var stream = SealedStream()

    /// What is to be sent, as far as the kernel has not taken it.
    var output = StreamOutbox(keepingRoom: keptRoom)

    /// Whether the kernel has no room, and the loop tells when it has.
    var isBlocked = false

    /// How often it is sent something.
    var pace = Pace()

    init(
        _ socket: consuming Socket,
        slot: Int,
        number: UInt64,
        address: SocketAddress,
        dial: Int?,
        stage: Stage
    ) {
        self.socket = socket
        self.slot = slot
        self.number = number
        token = Token(.link, slot: slot, generation: UInt32(truncatingIfNeeded: number))
        self.address = address
        self.dial = dial
        self.stage = stage
    }
}
