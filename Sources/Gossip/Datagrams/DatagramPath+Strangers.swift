import Bytes

extension DatagramPath {
    /// Which path a datagram belongs to; `nil` when it is none of ours.
    public static func identity(of datagram: Span<UInt8>) -> UInt64? {
        Packet(decoding: datagram)?.path
    }

    /// Whether a datagram asks for a path: it has a whole greeting and nothing else.
    public static func isOpening(_ datagram: Span<UInt8>) -> Bool {
        guard let packet = Packet(decoding: datagram), packet.kind == .opening else { return false }
        return Framing.isHello(datagram.extracting(packet.length...))
    }

    /// The answer to a datagram of a path that is not known here; `nil` when it deserves none.
    public static func reset(for datagram: Span<UInt8>) -> [UInt8]? {
        // A reset is shorter than what it answers, and never answered, so it multiplies nothing.
        guard let packet = Packet(decoding: datagram), packet.kind == .frames || packet.kind == .acknowledgement
        else { return nil }
        var output: [UInt8] = []
        Packet(.reset, path: packet.path).append(to: &output)
        return output
    }
}
