import Bytes

extension DatagramPath {
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
        guard hasHello else { return receiveHello(body, of: packet, into: &frames, at: now) }
        if packet.kind == .frames, !seen.contains(packet.number), !Framing.isHello(body) {
            guard try hasRoom(for: body) else { return false }
            take(body, into: &frames)
        }
        handleAcknowledgement(packet.seen, at: now)
        guard packet.kind == .frames else { return true }
        mustAcknowledge = true
        seen.insert(packet.number)
        return true
    }

    /// Before the greeting nothing else counts, and is sent again for want of an acknowledgement.
    private mutating func receiveHello(
        _ body: Span<UInt8>,
        of packet: Packet,
        into frames: inout [UInt8],
        at now: Moment
    ) -> Bool {
        guard packet.kind == .frames, Framing.isHello(body) else { return false }
        hasHello = true
        handleAcknowledgement(packet.seen, at: now)
        mustAcknowledge = true
        seen.insert(packet.number)
        frames.append(body)
        return true
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

    private mutating func handleAcknowledgement(_ seen: SeenPackets, at now: Moment) {
        var (window, roundTrip) = (window, roundTrip)
        let lost = sent.handle(seen, at: now.monotonic) { number, sample in
            window.handleAcknowledgement(of: number)
            if let sample { roundTrip.add(sample) }
        }
        (self.window, self.roundTrip) = (window, roundTrip)
        lose(lost)
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

extension DatagramPath {
    /// Which path a datagram belongs to; `nil` when it is none of ours.
    public static func identity(of datagram: Span<UInt8>) -> UInt64? {
        Packet(decoding: datagram)?.path
    }

    /// Whether a datagram may open a path: it has a whole greeting and nothing else.
    public static func isOpening(_ datagram: Span<UInt8>) -> Bool {
        guard let packet = Packet(decoding: datagram), packet.kind == .frames else { return false }
        return Framing.isHello(datagram.extracting(packet.length...))
    }

    /// The answer to a datagram of a path that is not known here; `nil` when it deserves none.
    public static func reset(for datagram: Span<UInt8>) -> [UInt8]? {
        // A reset is shorter than what it answers, and never answered, so it multiplies nothing.
        guard let packet = Packet(decoding: datagram), packet.kind != .reset else { return nil }
        var output: [UInt8] = []
        Packet(.reset, path: packet.path).append(to: &output)
        return output
    }
}
