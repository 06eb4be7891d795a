import Bytes
import Gossip
import Reactor

extension MeshNode {
    /// Opens the gossip port for datagrams.
    func openDatagramPort(on address: SocketAddress) throws(SystemError) {
        let socket = try Socket.bindDatagram(on: address)
        try loop.watch(socket, for: .read, token: Token(.gossipDatagrams).rawValue)
        links.datagrams = DatagramPort(socket)
    }

    /// Opens a path to a peer; the greeting is sent until it is answered, or until the link counts as silent.
    func openPath(for dial: Int, to address: SocketAddress) {
        let path = DatagramPath(dialing: RandomBytes.word(), frameLimit: gossip.settings.frameBytes)
        addDatagramLine(path, expecting: links.dials[dial].peer, dial: dial, address: address)
    }

    @discardableResult
    private func addDatagramLine(
        _ path: DatagramPath,
        expecting peer: String?,
        dial: Int?,
        address: SocketAddress
    ) -> DatagramLine? {
        guard let port = links.datagrams else { return nil }
        let link = gossip.openLink(expecting: peer, over: .udp, at: now)
        let line = port.lines.insert { DatagramLine(path, slot: $0, link: link, dial: dial, address: address) }
        port.slots[path.identity] = line.slot
        port.slotsByLink[link] = line.slot
        return line
    }

    /// Takes in what arrived for all UDP links.
    func handleDatagramEvent(_ event: ReadyEvent) {
        guard let port = links.datagrams else { return }
        if event.isWritable, port.isBlocked {
            port.isBlocked = false
            try? loop.change(port.socket, for: .read, token: Token(.gossipDatagrams).rawValue)
        }
        var count = 0
        while count < DatagramPort.datagramsPerTurn, count == 0 || turns.isOpen(to: .links) {
            // What the kernel reports of one datagram's fate says nothing about the others.
            guard let batch = try? port.inbox.receive(from: port.socket.number), batch > 0 else { return }
            count += batch
            let before = gossip.counters
            defer { payForEntries(since: before, bytes: batch << 10) }
            for index in 0..<batch {
                port.inbox.withDatagram(index) { bytes, sender in take(bytes, from: sender, at: port) }
            }
        }
    }

    private func take(_ datagram: Span<UInt8>, from sender: SocketAddress, at port: DatagramPort) {
        guard let identity = DatagramPath.identity(of: datagram) else { return }
        guard let line = port.slots[identity].flatMap({ port.lines[$0] }) else {
            return meetStranger(datagram, identity, from: sender, at: port)
        }
        if let nonce = line.path.nonce(ofAnswer: datagram) { return line.peer.handleAnswer(nonce, from: sender) }
        if let answer = line.path.answer(toCheck: datagram) { return send(answer, to: sender, at: port) }
        guard take(datagram, on: line, at: port) else { return }
        if let nonce = line.peer.handleDatagram(from: sender, nonce: RandomBytes.word(), at: now.monotonic) {
            send(line.path.check(nonce), to: sender, at: port)
        }
    }

    /// Gives a path its datagram.
    ///
    /// - Returns: Whether it was accepted, and the path goes on.
    @discardableResult
    private func take(_ datagram: Span<UInt8>, on line: DatagramLine, at port: DatagramPort) -> Bool {
        // The buffer changes hands meanwhile, so that its bytes can be lent.
        var frames: [UInt8] = []
        swap(&frames, &port.frames)
        defer { swap(&frames, &port.frames) }
        frames.removeAll(keepingCapacity: true)
        do throws(LinkError) {
            guard try line.path.receive(datagram, into: &frames, at: now) else { return false }
            gossip.hear(line.link, unfinished: line.path.unfinished, at: now)
            if !frames.isEmpty { try gossip.receive(frames.span, on: line.link, at: now) }
            return true
        } catch {
            drop(line, reason: error)
            return false
        }
    }

    /// A datagram without an open path is read only as a greeting, and makes a path only when its sender has shown that
    /// it hears at the address that it gives.
    private func meetStranger(
        _ datagram: Span<UInt8>,
        _ identity: UInt64,
        from sender: SocketAddress,
        at port: DatagramPort
    ) {
        guard lifecycle.phase.isOpen else { return }
        guard DatagramPath.isOpening(datagram) else {
            guard let answer = DatagramPath.reset(for: datagram), port.resets.admit(at: now.monotonic) else { return }
            return send(answer, to: sender, at: port)
        }
        guard port.lines.count < configuration.nodes.count + LinkTable.strangerLimit else { return }
        switch port.gate.judge(datagram, from: Array("\(sender)".utf8).span, at: now) {
        case .ignore:
            return
        case .answer(let token):
            guard port.tokens.admit(at: now.monotonic) else { return }
            send(token, to: sender, at: port)
        case .admit(let proof):
            let path = DatagramPath(accepting: identity, proof: proof, frameLimit: gossip.settings.frameBytes)
            guard let line = addDatagramLine(path, expecting: nil, dial: nil, address: sender) else { return }
            take(datagram, on: line, at: port)
        }
    }

    /// Sends a datagram that belongs to no path, or not to where that leads; without room it is lost.
    private func send(_ datagram: [UInt8], to address: SocketAddress, at port: DatagramPort) {
        if port.outbox.isFull, !port.isBlocked { send(from: port) }
        if !port.outbox.isFull { port.outbox.append(datagram.span, to: address) }
    }

    /// Sends every UDP link what it lacks, as far as its window and the kernel allow.
    func flushDatagrams() {
        guard let port = links.datagrams else { return }
        for slot in 0..<port.lines.slotCount {
            guard !port.isBlocked else { return }
            if let line = port.lines[slot] { flush(line, at: port) }
        }
        send(from: port)
    }

    private func flush(_ line: DatagramLine, at port: DatagramPort) {
        line.path.handleTimeout(at: now)
        while !port.isBlocked {
            // Full, it may have become since the kernel had no room.
            guard !port.outbox.isFull else {
                send(from: port)
                continue
            }
            while let room = line.path.room, gossip.hasOutput(line.link, at: now) {
                port.frames.removeAll(keepingCapacity: true)
                gossip.produce(for: line.link, into: &port.frames, limit: room, at: now)
                guard !port.frames.isEmpty else { break }
                line.path.append(port.frames.span)
            }
            guard line.path.produce(into: &port.datagram, at: now) else { return }
            port.outbox.append(port.datagram.span, to: line.address)
        }
    }

    private func send(from port: DatagramPort) {
        guard !port.outbox.isEmpty, !port.outbox.send(on: port.socket.number) else { return }
        port.isBlocked = true
        try? loop.change(port.socket, for: .readWrite, token: Token(.gossipDatagrams).rawValue)
    }

    /// When a UDP link must send again, in monotonic nanoseconds.
    var datagramDeadline: Int64 {
        guard let port = links.datagrams else { return .max }
        var deadline = Int64.max
        for slot in 0..<port.lines.slotCount { deadline = min(deadline, port.lines[slot]?.path.deadline ?? .max) }
        return deadline
    }

    /// How many packets were sent again to every peer over UDP, on all links that there were.
    var retransmissions: [(peer: String, count: Int)] {
        guard let port = links.datagrams else { return [] }
        return configuration.links(of: node.name).filter { $0.transport == .udp }.map { link in
            let open = gossip.linkReports.first { $0.peer == link.peer }
            let line = open.flatMap { port.slotsByLink[$0.link] }.flatMap { port.lines[$0] }
            return (link.peer, port.pastRetransmissions[link.peer, default: 0] + (line?.path.retransmissions ?? 0))
        }
    }

    /// Ends a UDP link; its last words go out once.
    func drop(_ line: DatagramLine, reason: LinkError) {
        guard let port = links.datagrams, port.lines[line.slot] === line else { return }
        // Entries that came in this turn go out with them.
        if commit() {
            flush(line, at: port)
            send(from: port)
        }
        port.lines.remove(line.slot)
        port.slots[line.path.identity] = nil
        port.slotsByLink[line.link] = nil
        if let peer = gossip.peer(of: line.link) {
            port.pastRetransmissions[peer, default: 0] += line.path.retransmissions
        }
        gossip.closeLink(line.link, reason: reason, at: now)
        tell(reason, of: line.address)
        if let dial = line.dial { handleFailure(of: dial, "\(reason)") }
    }
}
