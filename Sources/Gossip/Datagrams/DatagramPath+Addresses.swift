import Bytes

extension DatagramPath {
    /// Asks whether the other side hears at another address than so far; to be sent there.
    public func check(_ nonce: UInt64) -> [UInt8] {
        encode(.addressCheck, nonce)
    }

    /// The answer to a check of this side's address, to be sent to where the check came from; `nil` when it is none.
    public func answer(toCheck datagram: Span<UInt8>) -> [UInt8]? {
        nonce(of: datagram, .addressCheck).map { encode(.addressAnswer, $0) }
    }

    /// Which check a datagram answers; `nil` when it answers none.
    public func nonce(ofAnswer datagram: Span<UInt8>) -> UInt64? {
        nonce(of: datagram, .addressAnswer)
    }

    private func nonce(of datagram: Span<UInt8>, _ kind: Packet.Kind) -> UInt64? {
        guard let packet = Packet(decoding: datagram), packet.kind == kind, packet.path == identity,
            packet.proof == proof
        else { return nil }
        return packet.nonce
    }

    private func encode(_ kind: Packet.Kind, _ nonce: UInt64) -> [UInt8] {
        var packet = Packet(kind, path: identity, proof: proof)
        packet.nonce = nonce
        var bytes: [UInt8] = []
        packet.append(to: &bytes)
        return bytes
    }
}
