import Bytes

/// One end of a UDP link: packs frames into datagrams, sends again what was lost, and bounds what is under way.
///
/// Whole frames travel in datagrams of at most 1,200 bytes and are handed on as they arrive, in any order: that
/// is the gossip's ordinary business. Larger frames travel in pieces, behind small ones. A lost packet's frames go out
/// again in a new packet, so that a large entry does not depend on all of its pieces arriving at the first try; at a
/// loss of 20 %, of 57 pieces that happens once in 300,000 times.
///
///     frames ──append──▶ queue ──produce──▶ under way ──acknowledged──▶ gone
///                          ▲                   │
///                          └───────lost────────┘
public struct DatagramPath: Sendable {
    /// Made up by the side that dialed: tells paths apart, and keeps strangers out who have not seen it.
    public let identity: UInt64

    private var queue = FrameQueue()
    private var sender = PacketSender()
    private var receiver: PacketReceiver

    /// Starts a path.
    ///
    /// - Parameters:
    ///   - identity: The dialing side makes it up; the other reads it with ``identity(of:)``.
    ///   - frameLimit: The longest frame of a message, in bytes.
    public init(identity: UInt64, frameLimit: Int) {
        self.identity = identity
        receiver = PacketReceiver(byteLimit: Framing.lengthSize + Framing.lengthLimit(frameBytes: frameLimit))
    }

    /// How many bytes of frames fit one datagram.
    public static let frameRoom = Packet.sizeLimit - Packet.headerLimit

    /// How many packets were sent again.
    public var retransmissions: Int { sender.retransmissions }

    /// How many bytes of frames to ask the gossip for, about; 0 asks for what cannot wait, and `nil` for nothing.
    public var room: Int? {
        guard sender.hasRoom, !sender.mustRepeat else { return nil }
        return queue.room
    }

    /// The frames of which some pieces have come, by the numbers that the other side gave them: from the oldest that is
    /// not whole up to the newest.
    public var unfinished: Range<UInt64> { receiver.unfinished }

    /// Takes whole frames to be sent; those too large for a datagram are cut into pieces.
    public mutating func append(_ frames: Span<UInt8>) {
        queue.append(frames)
    }

    /// Writes the next datagram: frames as far as the window allows, or just what was seen of the other side's.
    ///
    /// - Parameters:
    ///   - output: Emptied, then filled.
    ///   - now: The time.
    /// - Returns: Whether there is a datagram to send.
    public mutating func produce(into output: inout [UInt8], at now: Moment) -> Bool {
        output.removeAll(keepingCapacity: true)
        var packet = Packet(.acknowledgement, path: identity)
        packet.seen = receiver.seen
        let frames = nextFrames()
        let mustAcknowledge = receiver.takeAcknowledgement()
        guard !frames.isEmpty || mustAcknowledge else { return false }
        if !frames.isEmpty {
            packet.kind = .frames
            packet.number = sender.nextNumber
            sender.send(frames, at: now.monotonic)
        }
        packet.append(to: &output)
        output.append(contentsOf: frames)
        return true
    }

    /// The frames of the next packet: what was lost comes first.
    private mutating func nextFrames() -> [UInt8] {
        guard sender.hasRoom else { return [] }
        return sender.nextRepetition() ?? queue.next()
    }

    /// When ``handleTimeout(at:)`` wants to be called, in monotonic nanoseconds.
    public var deadline: Int64? { sender.deadline }

    /// Sends the oldest packets again when they were not acknowledged in time.
    public mutating func handleTimeout(at now: Moment) {
        sender.handleTimeout(at: now.monotonic)
    }

    /// Takes a datagram of this path: whole, or not at all.
    ///
    /// The first frame that is handed on is the greeting, and nothing else comes with it: whoever hands it to the gossip
    /// has the judgement before anything more is read.
    ///
    /// - Parameters:
    ///   - datagram: What arrived.
    ///   - frames: Where to append the whole frames that it brought or completed.
    ///   - now: The time.
    /// - Returns: Whether it was accepted, new or not: then the other side is there.
    /// - Throws: When the path is over, for the other side does not know it any more or sent what makes no sense.
    public mutating func receive(
        _ datagram: Span<UInt8>,
        into frames: inout [UInt8],
        at now: Moment
    ) throws(LinkError) -> Bool {
        guard let packet = Packet(decoding: datagram), packet.path == identity else { return false }
        guard packet.kind != .reset else { throw .disconnected("the peer does not know this link any more") }
        let body = datagram.extracting(packet.length...)
        // Before the greeting nothing else counts, and is sent again for want of an acknowledgement.
        let isTaken =
            receiver.hasHello
            ? try receiver.receive(packet, body, into: &frames)
            : receiver.receiveHello(packet, body, into: &frames)
        guard isTaken else { return false }
        try sender.handleAcknowledgement(packet.seen, at: now.monotonic)
        return true
    }
}
