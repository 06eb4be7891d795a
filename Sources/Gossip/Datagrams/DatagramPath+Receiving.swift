import Bytes

extension DatagramPath {
    /// Takes a datagram of this path.
    ///
    /// - Parameters:
    ///   - datagram: What arrived.
    ///   - frames: Where to append the whole frames that it brought or completed.
    ///   - now: The time.
    /// - Returns: Whether the path goes on; `false` when the other side does not know it any more.
    public mutating func receive(_ datagram: Span<UInt8>, into frames: inout [UInt8], at now: Moment) -> Bool {
        guard let packet = Packet(decoding: datagram), packet.path == identity else { return true }
        guard packet.kind != .reset else { return false }
        handleAcknowledgement(packet.seen, at: now)
        guard packet.kind == .frames else { return true }
        let body = datagram.extracting(packet.length...)
        // Before the greeting nothing else counts, and is sent again for want of an acknowledgement.
        guard hasHello || Framing.startsWithHello(body) else { return true }
        mustAcknowledge = true
        guard seen.insert(packet.number) else { return true }
        // A greeting whose acknowledgement got lost comes again in another packet; the gossip takes it once.
        let isSecondHello = hasHello && Framing.startsWithHello(body)
        hasHello = true
        take(isSecondHello ? body.extracting(Framing.firstFrameLength(in: body)...) : body, into: &frames)
        return true
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

    /// Hands on whole frames, and keeps pieces; a piece that makes no sense ends what this datagram brings.
    private mutating func take(_ body: Span<UInt8>, into frames: inout [UInt8]) {
        var offset = 0
        while body.count - offset > Framing.lengthSize {
            let length = Framing.lengthSize + Int(body.bigEndian(at: offset, as: UInt32.self))
            guard length > Framing.lengthSize, length <= body.count - offset else { return }
            let frame = body.extracting(offset..<(offset + length))
            offset += length
            guard frame[Framing.lengthSize] == FrameType.piece.rawValue else {
                frames.append(frame)
                continue
            }
            let piece = frame.extracting((Framing.lengthSize + 1)...)
            var cursor = ByteCursor()
            guard let header = try? FramePiece(decoding: piece, at: &cursor),
                let whole = try? assembler.add(header, piece.extracting(cursor.offset...))
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

    /// Whether a datagram may open a path: its first frame is a greeting.
    public static func isOpening(_ datagram: Span<UInt8>) -> Bool {
        guard let packet = Packet(decoding: datagram), packet.kind == .frames else { return false }
        return Framing.startsWithHello(datagram.extracting(packet.length...))
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
