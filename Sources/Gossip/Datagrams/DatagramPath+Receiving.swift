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
        if packet.kind == .token {
            opening?.handleToken(packet.proof, at: now.monotonic)
            return false
        }
        let body = datagram.extracting(packet.length...)
        guard receiver.hasHello else { return try receiveHello(packet, body, into: &frames, at: now) }
        if packet.kind == .opening, packet.proof == proof { sender.handleRepeatedOpening(at: now.monotonic) }
        guard packet.proof == proof, try receiver.receive(packet, body, into: &frames) else { return false }
        try sender.handleAcknowledgement(packet.seen, at: now.monotonic)
        return true
    }

    /// Before the greeting nothing else counts, and is sent again for want of an acknowledgement.
    private mutating func receiveHello(
        _ packet: Packet,
        _ body: Span<UInt8>,
        into frames: inout [UInt8],
        at now: Moment
    ) throws(LinkError) -> Bool {
        let shown = opening?.proof ?? proof
        guard packet.kind == (opening == nil ? .opening : .frames), packet.proof == shown, packet.seen.end == 0,
            receiver.receiveHello(packet, body, into: &frames)
        else { return false }
        if let sample = opening?.roundTrip(at: now.monotonic) { sender.handleRoundTrip(sample, at: now.monotonic) }
        // What is sent from here on shows that this side has heard the other.
        proof = shown
        opening = nil
        return true
    }
}
