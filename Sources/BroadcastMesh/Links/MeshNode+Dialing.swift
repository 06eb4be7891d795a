import Gossip
import Reactor

extension MeshNode {
    /// Tries to reach a peer: its host is asked for anew each time, and all its addresses are tried in turn.
    func dial(_ index: Int) {
        links.dials[index].nextTry = nil
        let endpoint = links.dials[index].endpoint
        if let address = SocketAddress(numericHost: endpoint.host, port: endpoint.port) {
            return dial(index, at: [address])
        }
        let resolver = links.resolver
        Task {
            let addresses: [SocketAddress]
            do throws(SystemError) {
                addresses = try await resolver.resolve(host: endpoint.host, port: endpoint.port)
            } catch {
                guard lifecycle.phase.isOpen else { return }
                readClocks()
                return handleFailure(of: index, "\(error)")
            }
            guard lifecycle.phase.isOpen else { return }
            readClocks()
            dial(index, at: addresses)
        }
    }

    /// Tries addresses of a peer until one answers.
    private func dial(_ index: Int, at addresses: [SocketAddress]) {
        var addresses = addresses
        if links.dials[index].transport == .udp, let own = links.datagrams?.socket.localAddress {
            addresses = addresses.filter { $0.isSameFamily(as: own) }
        }
        // What the file says was checked when it was read; what a name means may change.
        if configuration.key == nil { addresses = addresses.filter(\.isLoopback) }
        guard let first = addresses.first else {
            return handleFailure(of: index, "no address of \(links.dials[index].endpoint.host) can be used")
        }
        links.dials[index].untried = Array(addresses.dropFirst())
        connect(index, to: first)
    }

    private func connect(_ index: Int, to address: SocketAddress) {
        guard links.dials[index].transport == .tcp else { return openPath(for: index, to: address) }
        do throws(SystemError) {
            let socket = try Socket.connect(to: address)
            let deadline = now.monotonic + LinkTable.connectPatience
            try addLine(socket, to: address, dial: index, stage: .connecting(deadline: deadline), for: .write)
        } catch {
            handleFailure(of: index, "\(error)")
        }
    }

    /// Goes on with the next address of a peer, if there is one; `false` when all were tried.
    private func dialNextAddress(of index: Int, after reason: String) -> Bool {
        guard lifecycle.phase.isOpen, !links.dials[index].untried.isEmpty else { return false }
        let address = links.dials[index].untried.removeFirst()
        let peer = links.dials[index].peer
        if links.complaints.admit("next address of \(peer)", at: now.monotonic) != nil {
            log.info(
                "tries the next address of a peer",
                ["peer": .string(peer), "address": .string("\(address)"), "reason": .string(reason)]
            )
        }
        connect(index, to: address)
        return true
    }

    /// Keeps a connection and has the loop watch it.
    @discardableResult
    func addLine(
        _ socket: consuming Socket,
        to address: SocketAddress,
        dial: Int?,
        stage: Line.Stage,
        for interest: Interest
    ) throws(SystemError) -> Line {
        links.lineCount &+= 1
        let generation = links.lineCount
        var socket: Socket? = consume socket
        let line = links.lines.insert { slot in
            guard let socket = socket.take() else { preconditionFailure("a connection was kept twice") }
            return Line(socket, slot: slot, generation: generation, address: address, dial: dial, stage: stage)
        }
        do throws(SystemError) {
            try loop.watch(line.socket, for: interest, token: line.token.rawValue)
        } catch {
            links.lines.remove(line.slot)
            throw error
        }
        return line
    }

    /// The kernel has decided what becomes of a connection.
    func finishConnecting(_ line: Line) {
        if let error = line.socket.connectError(to: line.address) {
            return drop(line, reason: .disconnected("\(error)"))
        }
        do throws(SystemError) {
            try loop.change(line.socket, for: .read, token: line.token.rawValue)
        } catch {
            return drop(line, reason: .disconnected("\(error)"))
        }
        carryLink(on: line, expecting: line.dial.map { links.dials[$0].peer })
    }

    /// Lets a connection that stands carry a link.
    func carryLink(on line: Line, expecting peer: String?) {
        let link = gossip.openLink(expecting: peer, over: .tcp, at: now)
        line.stage = .linked(link)
        links.slots[link] = line.slot
    }

    /// Plans the next try; the reason is told when it is another than before.
    func handleFailure(of index: Int, _ reason: String) {
        guard index < links.dials.count, !dialNextAddress(of: index, after: reason) else { return }
        let delay = links.dials[index].backoff.delay(chance: RandomBytes.word())
        links.dials[index].backoff.fail()
        links.dials[index].nextTry = now.monotonic + delay
        // The very first failure is usual while a mesh starts; what lasts is worth a line.
        guard links.dials[index].backoff.failures > 3, links.dials[index].lastFailure != reason else { return }
        links.dials[index].lastFailure = reason
        log.warning("cannot reach peer", ["peer": .string(links.dials[index].peer), "reason": .string(reason)])
    }
}
