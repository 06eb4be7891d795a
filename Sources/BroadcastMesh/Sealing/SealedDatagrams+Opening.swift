import Gossip
import Reactor
import SystemTLS

/// How sealed paths begin.
extension SealedDatagrams {
    /// What comes of a datagram of a path that is not known here.
    enum Meeting {
        /// A path, kept at this place, that is to take it.
        case path(Int)

        /// It says this, and begins nothing.
        case arrival(Arrival)
    }

    /// Whether a datagram makes a node look for its guard, or for what to tell people of it; anybody may send it.
    static func isKnock(_ datagram: Span<UInt8>) -> Bool {
        guard let header = DatagramWire.header(of: datagram) else { return DatagramPath.isOpening(datagram) }
        return header.kind != .protected
    }

    /// Takes a datagram of a path that is not known here; of a handshake the guard is looked at once.
    mutating func meet(
        _ identity: UInt64,
        _ kind: DatagramWire.Kind,
        _ datagram: Span<UInt8>,
        from sender: SocketAddress,
        _ limit: Int,
        at now: Int64
    ) -> Meeting {
        switch kind {
        // Without the key's guard it deserves no answer; but one to a packet can be read only by who has the key.
        case .protected: return .arrival(.unknownHere(identity))
        case .unknown: return .arrival(.nothing)
        case .handshake: break
        }
        var pathGuard = seal.pathGuard
        guard pathGuard.admits(datagram) else {
            // Whoever sends it holds another key, or none.
            return .arrival(.refused(.sealing(SealAdvice.otherKey(than: seal.keyName))))
        }
        return open(identity, from: sender, limit, at: now).map { .path($0) } ?? .arrival(.nothing)
    }

    /// Makes a path for a peer that knocks with the right guard.
    private mutating func open(_ identity: UInt64, from sender: SocketAddress, _ limit: Int, at now: Int64) -> Int? {
        guard limit > 0, !past.contains(identity) else { return nil }
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
