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

    /// Where its datagrams go: a peer behind a NAT may come from elsewhere the next time.
    var address: SocketAddress

    init(_ path: DatagramPath, slot: Int, link: Int, dial: Int?, address: SocketAddress) {
        self.path = path
        self.slot = slot
        self.link = link
        self.dial = dial
        self.address = address
    }
}

/// The UDP side of the gossip port, shared by all UDP links.
final class DatagramPort {
    /// How many datagrams are read in one turn, so that clients are not kept waiting.
    static let datagramsPerTurn = 1024

    /// How many strangers a second are answered: each costs a link until its greeting is read.
    static let strangersPerSecond = 64

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

    /// How many strangers were answered in the second that began at `second`, in monotonic nanoseconds.
    private var strangers = 0
    private var second: Int64 = 0

    /// Used again for every datagram and its frames.
    var datagram: [UInt8] = []
    var frames: [UInt8] = []

    init(_ socket: consuming Socket) {
        self.socket = socket
    }

    /// Whether one more stranger may be answered now.
    func admitsStranger(at now: Int64) -> Bool {
        if now - second >= 1_000_000_000 { (second, strangers) = (now, 0) }
        strangers += 1
        return strangers <= Self.strangersPerSecond
    }
}
