import Gossip
import Reactor

extension Peers {
    /// Tries to reach the peers whose time has come: a host is asked for anew each time.
    mutating func dialDue(with gossip: inout GossipNode, at now: Moment) {
        for index in dialer.takeDue(at: now.monotonic) {
            guard let (peer, endpoint) = dialer[index].map({ ($0.peer, $0.endpoint) }) else { continue }
            guard !gossip.isLinked(to: peer) else {
                dialer.rest(index, at: now.monotonic)
                continue
            }
            if let address = SocketAddress(numericHost: endpoint.host, port: endpoint.port) {
                handleAddresses([address], of: index, with: &gossip, at: now)
            } else {
                ask(for: .resolve(endpoint, dial: index))
            }
        }
    }

    /// Tries the addresses of a peer in turn until one answers.
    ///
    /// Those of a host where it is no more are passed over: the other host is asked for then.
    mutating func handleAddresses(
        _ addresses: [SocketAddress],
        of index: Int,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        guard let dial = dialer[index] else { return }
        guard !dial.hasMoved else { return dialer.beginAnew(index, at: now.monotonic) }
        var addresses = addresses
        var cause = ""
        if dial.transport == .udp, let own = port?.socket.localAddress {
            let usable = addresses.filter { $0.isSameFamily(as: own) }
            if usable.count < addresses.count, usable.isEmpty {
                cause = ": over UDP both ends need IPv4, or both IPv6, and this one has \(own)"
            }
            addresses = usable
        }
        if let first = dialer.begin(addresses.filter(settings.admits), of: index) {
            connect(index, to: first, with: &gossip, at: now)
        } else {
            handleFailure(of: index, "no address of \(dial.endpoint.host) can be used\(cause)", with: &gossip, at: now)
        }
    }

    /// Takes in that a try was in vain: goes on with the next address of the peer, or waits.
    mutating func handleFailure(of index: Int, _ reason: String, with gossip: inout GossipNode, at now: Moment) {
        guard let peer = dialer[index]?.peer else { return }
        switch dialer.fail(index, reason, mayGoOn: isOpen, at: now.monotonic, chance: world.word()) {
        case .goOn(let address):
            log.tellNext(address, of: peer, after: reason, at: now.monotonic)
            connect(index, to: address, with: &gossip, at: now)
        case .wait(let isNews):
            if isNews { log.tellUnreached(peer, because: reason) }
        }
    }

    private mutating func connect(
        _ index: Int,
        to address: SocketAddress,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        guard dialer[index]?.transport == .tcp else { return openPath(for: index, to: address, with: &gossip, at: now) }
        do throws(SystemError) {
            let socket = try network.connect(to: address)
            let deadline = now.monotonic + Self.connectPatience
            try add(socket, to: address, dial: index, stage: .connecting(deadline: deadline), for: .write)
        } catch {
            handleFailure(of: index, "\(error)", with: &gossip, at: now)
        }
    }
}
