import Gossip
import Reactor

/// A UDP link: its path, and where the other end was last heard.
final class DatagramLine {
    /// Where it is kept.
    let slot: Int

    /// The link that it carries.
    let link: Int

    /// Which of the dials it belongs to; `nil` when the peer dialed.
    let dial: Int?

    /// Packs frames into datagrams, and sends again what was lost.
    var path: DatagramPath

    /// Where the other end hears.
    var peer: PeerAddress<SocketAddress>

    /// Where its datagrams go.
    var address: SocketAddress { peer.proven }

    init(_ path: DatagramPath, slot: Int, link: Int, dial: Int?, address: SocketAddress) {
        self.path = path
        self.slot = slot
        self.link = link
        self.dial = dial
        peer = PeerAddress(address)
    }
}

/// The UDP side of the gossip port, shared by all UDP links.
final class DatagramPort {
    /// How many datagrams are read in one turn, so that clients are not kept waiting.
    static let datagramsPerTurn = 1024

    /// How many strangers a second are told what to show: each costs a hash and a datagram that is shorter than theirs.
    static let tokensPerSecond = 4096

    /// How many datagrams of unknown paths a second are answered: the first tells a peer that its path is gone.
    static let resetsPerSecond = 64

    /// The socket.
    let socket: Socket

    /// Datagrams on their way in and out.
    let inbox = DatagramInbox()
    let outbox = DatagramOutbox()

    /// The open paths, by slot, and their slots by identity.
    var lines = SlotTable<DatagramLine>()
    var slots: [UInt64: Int] = [:]

    /// The slots by the number of the link.
    var slotsByLink: [Int: Int] = [:]

    /// How many packets were sent again on links that are closed, by peer.
    var pastRetransmissions: [String: Int] = [:]

    /// Whether the kernel has no room, and the loop tells when it has.
    var isBlocked = false

    /// What strangers must pass before anything is kept for them.
    var gate = PathGate(secret: (RandomBytes.word(), RandomBytes.word()))

    /// How many strangers were answered lately.
    var tokens = RateLimit(perSecond: tokensPerSecond)
    var resets = RateLimit(perSecond: resetsPerSecond)

    /// Used again for every datagram and its frames.
    var datagram: [UInt8] = []
    var frames: [UInt8] = []

    init(_ socket: consuming Socket) {
        self.socket = socket
    }
}
