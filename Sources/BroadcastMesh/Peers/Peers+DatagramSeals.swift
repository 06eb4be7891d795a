import Gossip
import Reactor

extension Peers {
    /// Takes in what arrived: sealed, on a node with a key.
    mutating func unseal(
        _ datagram: Span<UInt8>,
        from sender: SocketAddress,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        guard port.sealing != nil else {
            if SealedDatagrams.isGreeting(datagram) {
                log.tellEnd(of: sender, because: .sealing(SealAdvice.unkeyed), at: now.monotonic)
            }
            guard settings.admits(sender) else { return }
            return take(datagram, from: sender, at: port, with: &gossip, at: now)
        }
        let limit = isOpen ? settings.nodeCount + Self.strangerLimit : 0
        switch port.sealing?.receive(datagram, from: sender, limit: limit, at: now.monotonic) {
        case .nothing, nil:
            return
        case .datagram(let inner):
            take(inner.span, from: sender, at: port, with: &gossip, at: now)
        case .unknownHere(let identity):
            guard port.door.resets.admit(at: now.monotonic), !port.outbox.isFull,
                let answer = port.sealing?.report(identity, by: gossip.name)
            else { return }
            port.outbox.append(answer.span, to: sender)
        case .unknownThere(let identity, let name):
            guard let line = port[identity], let peer = gossip.peer(of: line.link), Array(peer.utf8) == name else {
                return
            }
            port.sealing?.end(identity)
        case .refused(let reason):
            log.tellEnd(of: sender, because: reason, at: now.monotonic)
        }
    }

    /// Sends what handshakes have to say, and takes in which of them have failed.
    mutating func flushSeals(of port: DatagramPort, at now: Moment) {
        guard port.sealing != nil else { return }
        while port.room.isOpen(at: now.monotonic) {
            guard !port.outbox.isFull else {
                port.send(at: now.monotonic)
                continue
            }
            guard let address = port.sealing?.produce(into: &port.datagram, at: now.monotonic) else { break }
            port.outbox.append(port.datagram.span, to: address)
        }
        for (identity, address, reason) in port.sealing?.takeEnded() ?? [] {
            if let line = port[identity] {
                end(.path(line), because: reason)
            } else {
                log.tellEnd(of: address, because: reason, at: now.monotonic)
            }
        }
        port.sealing?.expire(at: now.monotonic) { port[$0] != nil }
    }

    /// Why a path is given up: that its other end never proved the key says more than that it was silent.
    func reason(for path: DatagramLine, _ reason: LinkError) -> LinkError {
        guard case .silent = reason, port?.sealing?.isOpen(path.path.identity) == false else { return reason }
        return .sealing(SealAdvice.noAnswer(to: seal.keyName ?? ""))
    }
}
