import Gossip
import Reactor

/// The UDP side of the gossip port, shared by all UDP links.
final class DatagramPort {
    /// How many datagrams are read in one turn, so that clients are not kept waiting.
    static let datagramsPerTurn = 1024

    /// The socket.
    let socket: Socket

    /// Datagrams on their way in and out.
    let inbox = DatagramInbox()
    let outbox = DatagramOutbox()

    /// The open paths, by slot, and their slots by identity.
    private var lines = SlotTable<DatagramLine>()
    private var slots: [UInt64: Int] = [:]

    /// The slots by the number of the link.
    private var slotsByLink: [Int: Int] = [:]

    /// How many packets were sent again on links that are closed, by peer.
    private(set) var pastRetransmissions: [String: Int] = [:]

    /// Whether the kernel has room.
    var room = DatagramRoom()

    /// What strangers must pass before anything is kept for them.
    var door: DatagramDoor

    /// What stands between the paths and the socket, on a node with a key.
    var sealing: SealedDatagrams?

    /// Used again for every datagram and its frames.
    var datagram: [UInt8] = []
    var frames: [UInt8] = []

    init(_ socket: consuming Socket, secret: (UInt64, UInt64), sealedBy seal: DatagramSeal?) {
        door = DatagramDoor(secret: secret)
        sealing = seal.map { SealedDatagrams($0) }
        self.socket = socket
    }

    /// How many paths there are.
    var count: Int { lines.count }

    /// One more than the highest slot that was ever in use.
    var slotCount: Int { lines.slotCount }

    /// Every path, as they are now.
    var all: [DatagramLine] { (0..<lines.slotCount).compactMap { lines[$0] } }

    /// The path in a slot below ``slotCount``, if there is one.
    subscript(slot slot: Int) -> DatagramLine? { lines[slot] }

    /// The path of an identity.
    subscript(identity: UInt64) -> DatagramLine? { slots[identity].flatMap { lines[$0] } }

    /// The path that carries a link.
    subscript(link link: Int) -> DatagramLine? { slotsByLink[link].flatMap { lines[$0] } }

    /// Whether a path is still kept.
    func contains(_ line: DatagramLine) -> Bool { lines[line.slot] === line }

    /// When a path must send again, or what waits is tried again, in monotonic nanoseconds.
    var deadline: Int64 {
        // Until then no path can send anything.
        if let nextTry = room.nextTry { return nextTry }
        var deadline = Int64.max
        for slot in 0..<lines.slotCount {
            guard let line = lines[slot] else { continue }
            deadline = min(deadline, line.path.deadline ?? .max, line.pace.deadline)
        }
        return min(deadline, sealing?.deadline ?? .max)
    }

    /// Sends what waits, unless the kernel had no room a moment ago.
    ///
    /// - Parameter now: Monotonic nanoseconds.
    func send(at now: Int64) {
        guard room.isOpen(at: now) else { return }
        room.handleSend(isComplete: outbox.isEmpty || socket.send(outbox), at: now)
    }

    /// Keeps a path.
    @discardableResult
    func insert(_ path: DatagramPath, link: Int, dial: Int?, address: SocketAddress) -> DatagramLine {
        let line = lines.insert { DatagramLine(path, slot: $0, link: link, dial: dial, address: address) }
        slots[path.identity] = line.slot
        slotsByLink[link] = line.slot
        return line
    }

    /// Seals new paths otherwise from now on, or no more.
    func reseal(with seal: DatagramSeal?) {
        guard let seal, sealing != nil else {
            sealing = seal.map { SealedDatagrams($0) }
            return
        }
        sealing?.reseal(with: seal) { slots[$0] != nil }
    }

    /// Lets go of a path.
    ///
    /// - Parameters:
    ///   - line: The path.
    ///   - peer: Who is at its other end, if that is known.
    func remove(_ line: DatagramLine, of peer: String?) {
        lines.remove(line.slot)
        slots[line.path.identity] = nil
        slotsByLink[line.link] = nil
        sealing?.forget(line.path.identity)
        if let peer { pastRetransmissions[peer, default: 0] += line.path.retransmissions }
    }
}
