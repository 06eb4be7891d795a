import Bytes

/// One end of a UDP link: packs frames into datagrams, sends again what was lost, and bounds what is under way.
///
/// Whole frames travel in datagrams of at most 1,200 bytes and are handed on as they arrive, in any order: that
/// is the gossip's ordinary business. Larger frames travel in pieces. A lost packet's frames go out again in a
/// new packet, so that a large entry does not depend on all of its pieces arriving at the first try; at a loss of
/// 20 %, of 57 pieces that happens once in 300,000 times.
///
///     frames ──append──▶ waiting ──datagram──▶ under way ──acknowledged──▶ gone
///                           ▲                     │
///                           └────────lost─────────┘
public struct DatagramPath: Sendable {
    /// How many bytes of frames wait for the window at most before no more are asked for.
    static let waitingLimit = 4 * Packet.sizeLimit

    /// Made up by the side that dialed: tells paths apart, and keeps strangers out who have not seen it.
    public let identity: UInt64

    var waiting: [UInt8] = []
    var waitingStart = 0
    var again: [[UInt8]] = []
    var sent = SentPackets()
    var nextNumber: UInt64 = 0
    var nextFrame: UInt64 = 0
    var seen = SeenPackets()
    var mustAcknowledge = false

    /// How many packets a timeout may send beside the window (RFC 9002 §7.5): what it gave up on is what the other side
    /// waits for.
    var probes = 0
    var hasHello = false
    var assembler: FrameAssembler
    var window = SendWindow()
    var roundTrip = RoundTripTime()

    /// How many packets were sent again.
    public private(set) var retransmissions = 0

    /// Starts a path.
    ///
    /// - Parameters:
    ///   - identity: The dialing side makes it up; the other reads it with ``identity(of:)``.
    ///   - frameLimit: The longest frame of a message, in bytes.
    public init(identity: UInt64, frameLimit: Int) {
        self.identity = identity
        let longest = Framing.lengthSize + Framing.lengthLimit(frameBytes: frameLimit)
        assembler = FrameAssembler(byteLimit: longest)
    }

    /// Whether frames can be sent soon: ask the gossip for some, up to ``frameRoom`` bytes.
    public var wantsFrames: Bool {
        waiting.count - waitingStart < Packet.sizeLimit && again.isEmpty && Double(sent.count) < window.size
    }

    /// How many bytes of frames fit one datagram.
    public static let frameRoom = Packet.sizeLimit - Packet.headerLimit

    /// Takes whole frames to be sent; those too large for a datagram are cut into pieces.
    public mutating func append(_ frames: Span<UInt8>) {
        var offset = 0
        while offset < frames.count {
            let length = Framing.lengthSize + Int(frames.bigEndian(at: offset, as: UInt32.self))
            let frame = frames.extracting(offset..<(offset + length))
            if length <= Self.frameRoom { waiting.append(frame) } else { cut(frame) }
            offset += length
        }
    }

    private mutating func cut(_ frame: Span<UInt8>) {
        for number in 0...((frame.count - 1) / FramePiece.size) {
            let piece = FramePiece(frame: nextFrame, number: number, total: frame.count)
            piece.append(frame.extracting(piece.offset..<(piece.offset + piece.count)), to: &waiting)
        }
        nextFrame += 1
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
        packet.seen = seen
        let frames = nextFrames()
        guard !frames.isEmpty || mustAcknowledge else { return false }
        mustAcknowledge = false
        if !frames.isEmpty {
            packet.kind = .frames
            packet.number = nextNumber
            nextNumber += 1
            sent.append(SentPackets.Packet(number: packet.number, frames: frames, sentAt: now.monotonic))
        }
        packet.append(to: &output)
        output.append(contentsOf: frames)
        return true
    }

    /// The frames of the next packet: what was lost comes first.
    private mutating func nextFrames() -> [UInt8] {
        guard Double(sent.count) < window.size || probes > 0 else { return [] }
        probes = max(0, probes - 1)
        if !again.isEmpty {
            retransmissions += 1
            return again.removeFirst()
        }
        var end = waitingStart
        while end < waiting.count {
            let next = end + Framing.lengthSize + Int(waiting.span.bigEndian(at: end, as: UInt32.self))
            guard next - waitingStart <= Self.frameRoom else { break }
            let isHello = waiting[end + Framing.lengthSize] == FrameType.hello.rawValue
            end = next
            // A greeting travels alone: it is judged before anything else is read.
            if isHello { break }
        }
        let frames = Array(waiting[waitingStart..<end])
        waitingStart = end
        if waitingStart == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            waitingStart = 0
        }
        return frames
    }

    /// When ``handleTimeout(at:)`` wants to be called, in monotonic nanoseconds.
    public var deadline: Int64? { sent.deadline(roundTrip) }

    /// Sends the oldest packets again when they were not acknowledged in time.
    public mutating func handleTimeout(at now: Moment) {
        let lost = sent.handleTimeout(roundTrip, at: now.monotonic)
        probes = max(probes, lost.count)
        lose(lost)
    }

    mutating func lose(_ packets: [SentPackets.Packet]) {
        for packet in packets {
            window.handleLoss(of: packet.number, next: nextNumber)
            again.append(packet.frames)
        }
    }
}
