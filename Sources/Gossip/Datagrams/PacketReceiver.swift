import Bytes

/// The receiving half of a path: which packets were seen, and the frames that are put together from pieces.
struct PacketReceiver {
    /// How far a packet's number may be ahead of all before it.
    ///
    /// A link whose packets are all lost is silent long before so many were sent.
    static let jumpLimit: UInt64 = 1 << 16

    /// What was seen of the other side's packets.
    private(set) var seen = SeenPackets()

    /// Whether the greeting has come.
    private(set) var hasHello = false

    /// Whether the other side waits to hear what was seen.
    private var mustAcknowledge = false

    private var assembler: FrameAssembler

    /// Starts with nothing; `byteLimit` is the longest frame to take, in bytes.
    init(byteLimit: Int) {
        assembler = FrameAssembler(byteLimit: byteLimit)
    }

    /// The frames of which pieces have come, and more are to: from the oldest up to the newest.
    var unfinished: UnfinishedFrames { assembler.unfinished }

    /// Whether something is to be acknowledged; it is from here on.
    mutating func takeAcknowledgement() -> Bool {
        defer { mustAcknowledge = false }
        return mustAcknowledge
    }

    /// Takes a packet before the greeting has come: it is the greeting, alone, or it is nothing.
    mutating func receiveHello(_ packet: Packet, _ body: Span<UInt8>, into frames: inout [UInt8]) -> Bool {
        guard packet.number < Self.jumpLimit, Framing.isHello(body) else { return false }
        hasHello = true
        // An opening has no number; our greeting is its answer.
        if packet.kind == .frames { note(packet) }
        frames.append(body)
        return true
    }

    /// Takes a packet: whole, or not at all.
    ///
    /// - Returns: Whether it was taken; what was not will come again.
    /// - Throws: When it makes no sense.
    mutating func receive(
        _ packet: Packet,
        _ body: Span<UInt8>,
        into frames: inout [UInt8]
    ) throws(LinkError) -> Bool {
        guard packet.kind == .frames else { return packet.kind == .acknowledgement }
        guard packet.number < seen.end + Self.jumpLimit else { throw .malformedPacket }
        // A greeting whose acknowledgement got lost comes again; the gossip takes it once.
        if !seen.contains(packet.number), !Framing.isHello(body) {
            guard try hasRoom(for: body) else { return false }
            take(body, into: &frames)
        }
        note(packet)
        return true
    }

    private mutating func note(_ packet: Packet) {
        mustAcknowledge = true
        seen.insert(packet.number)
    }

    /// Whether everything that a packet brings can be taken now.
    ///
    /// - Throws: When its frames do not fill it, or a piece makes no sense.
    private func hasRoom(for body: Span<UInt8>) throws(LinkError) -> Bool {
        var hasRoom = true
        var claimed = 0
        do throws(TruncatedInput) {
            var offset = 0
            while offset < body.count {
                let frame = try Framing.frame(in: body, at: offset)
                if body[offset + Framing.lengthSize] == FrameType.piece.rawValue {
                    var cursor = ByteCursor()
                    let piece = body.extracting((offset + Framing.lengthSize + 1)..<frame.upperBound)
                    let header = try FramePiece(decoding: piece, at: &cursor, limit: assembler.byteLimit)
                    if try !assembler.hasRoom(for: header, beside: &claimed) { hasRoom = false }
                }
                offset = frame.upperBound
            }
        } catch {
            throw .malformedFrame(.piece)
        }
        return hasRoom
    }

    /// Hands on the whole frames of a packet that there is room for, and keeps its pieces.
    private mutating func take(_ body: Span<UInt8>, into frames: inout [UInt8]) {
        var offset = 0
        while let range = try? Framing.frame(in: body, at: offset) {
            offset = range.upperBound
            let frame = body.extracting(range)
            guard frame[Framing.lengthSize] == FrameType.piece.rawValue else {
                frames.append(frame)
                continue
            }
            let piece = frame.extracting((Framing.lengthSize + 1)...)
            var cursor = ByteCursor()
            guard let header = try? FramePiece(decoding: piece, at: &cursor, limit: assembler.byteLimit),
                let whole = assembler.add(header, piece.extracting(cursor.offset...))
            else { continue }
            frames.append(contentsOf: whole)
        }
    }
}
