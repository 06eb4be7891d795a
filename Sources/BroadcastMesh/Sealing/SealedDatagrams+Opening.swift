import Gossip
import Reactor
import SystemTLS

/// How sealed paths begin.
extension SealedDatagrams {
    /// Who sends a handshake without the right guard holds another key, or none.
    func refusal(of datagram: Span<UInt8>, _ kind: DatagramWire.Kind) -> Arrival {
        var pathGuard = seal.pathGuard
        return kind != .handshake || pathGuard.admits(datagram)
            ? .nothing : .refused(.sealing(SealAdvice.otherKey(than: seal.keyName)))
    }

    /// Makes a path for a peer that knocks with the right guard.
    mutating func open(
        _ identity: UInt64,
        _ kind: DatagramWire.Kind,
        _ datagram: Span<UInt8>,
        from sender: SocketAddress,
        _ limit: Int,
        at now: Int64
    ) -> Int? {
        var pathGuard = seal.pathGuard
        guard kind == .handshake, limit > 0, !past.contains(identity), pathGuard.admits(datagram) else { return nil }
        if paths.count >= limit {
            // After a pause they are the greetings of tries that were given up: who comes last is there.
            let oldest = paths.first { $0.isAccepted && $0.secure.state != .open }
            guard let oldest else { return nil }
            forget(oldest.secure.identity)
        }
        return begin(seal.accepting, identity, with: sender, isAccepted: true, at: now)
    }

    /// Begins a path's handshake.
    ///
    /// - Returns: Where it is kept; `nil` without memory: then the datagram counts as lost.
    mutating func begin(
        _ context: any PeerContext,
        _ identity: UInt64,
        with address: SocketAddress,
        isAccepted: Bool = false,
        at now: Int64
    ) -> Int? {
        let secure = try? SecurePath(context, guardedBy: seal.pathGuard, identity: identity, at: now)
        guard let secure else { return nil }
        let deadline = now + Self.patience
        paths.append(
            SealedDatagramPath(secure: secure, address: address, deadline: deadline, isAccepted: isAccepted)
        )
        return paths.count - 1
    }
}
