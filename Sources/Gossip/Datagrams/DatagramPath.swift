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

    /// Shown in every packet by both sides; the side that was dialed made it up.
    var proof: UInt64

    /// What there is until the other side's greeting has come, on the side that dialed.
    var opening: PathOpening?

    private var queue = FrameQueue()
    var sender = PacketSender()
    var receiver: PacketReceiver

    /// Starts a path on the side that dials; its first frame is to be the greeting.
    ///
    /// - Parameters:
    ///   - identity: A random number.
    ///   - frameLimit: The longest frame of a message, in bytes.
    public init(dialing identity: UInt64, frameLimit: Int) {
        self.init(identity, proof: 0, opening: PathOpening(), frameLimit)
    }

    /// Starts a path on the side that was dialed, which then ``receive(_:into:at:)``s the opening.
    ///
    /// - Parameters:
    ///   - identity: What the opening says; see ``identity(of:)``.
    ///   - proof: What the ``PathGate`` admitted.
    ///   - frameLimit: The longest frame of a message, in bytes.
    public init(accepting identity: UInt64, proof: UInt64, frameLimit: Int) {
        self.init(identity, proof: proof, opening: nil, frameLimit)
    }

    private init(_ identity: UInt64, proof: UInt64, opening: PathOpening?, _ frameLimit: Int) {
        self.identity = identity
        self.proof = proof
        self.opening = opening
        receiver = PacketReceiver(byteLimit: Framing.lengthSize + Framing.lengthLimit(frameBytes: frameLimit))
    }

    /// How many bytes of frames fit one datagram.
    public static let frameRoom = Packet.sizeLimit - Packet.headerLimit

    /// How many packets were sent again.
    public var retransmissions: Int { sender.retransmissions }

    /// How many bytes of frames to ask the gossip for, about; 0 asks for what cannot wait, and `nil` for nothing.
    public var room: Int? {
        if let opening { return opening.greeting.isEmpty ? Self.frameRoom : nil }
        guard sender.hasRoom, !sender.mustRepeat else { return nil }
        return queue.room
    }

    /// The frames of which some pieces have come.
    public var unfinished: UnfinishedFrames { receiver.unfinished }

    /// Takes whole frames to be sent; those too large for a datagram are cut into pieces.
    public mutating func append(_ frames: Span<UInt8>) {
        guard opening?.greeting.isEmpty == true, Framing.isHello(frames) else { return queue.append(frames) }
        opening?.greeting.append(frames)
    }

    /// Writes the next datagram: frames as far as the window allows, or just what was seen of the other side's.
    ///
    /// - Parameters:
    ///   - output: Emptied, then filled.
    ///   - now: The time.
    /// - Returns: Whether there is a datagram to send.
    public mutating func produce(into output: inout [UInt8], at now: Moment) -> Bool {
        output.removeAll(keepingCapacity: true)
        guard opening == nil else { return produceOpening(into: &output, at: now) }
        // The dialing side takes our greeting for the answer to its own.
        guard receiver.hasHello else { return false }
        var packet = Packet(.acknowledgement, path: identity, proof: proof)
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

    private mutating func produceOpening(into output: inout [UInt8], at now: Moment) -> Bool {
        guard opening?.takeTurn(at: now.monotonic) == true, let opening else { return false }
        Packet(.opening, path: identity, proof: opening.proof).append(to: &output)
        output += opening.greeting
        return true
    }

    /// The frames of the next packet: what was lost comes first.
    private mutating func nextFrames() -> [UInt8] {
        guard sender.hasRoom else { return [] }
        return sender.nextRepetition() ?? queue.next()
    }

    /// When ``handleTimeout(at:)`` wants to be called, in monotonic nanoseconds.
    public var deadline: Int64? { opening.map(\.deadline) ?? sender.deadline }

    /// Sends the oldest packets again when they were not acknowledged in time.
    public mutating func handleTimeout(at now: Moment) {
        opening?.handleTimeout(at: now.monotonic)
        sender.handleTimeout(at: now.monotonic)
    }
}
