import Reactor

extension DatagramPort {
    /// Puts a datagram on its way, sealed on a node with a key; there must be room.
    func append(_ datagram: Span<UInt8>, to address: SocketAddress, at now: Int64) {
        guard sealing != nil else { return outbox.append(datagram, to: address) }
        var sealed: [UInt8] = []
        swap(&sealed, &frames)
        defer { swap(&sealed, &frames) }
        guard sealing?.seal(datagram, to: address, at: now, into: &sealed) == true else { return }
        outbox.append(sealed.span, to: address)
    }
}
