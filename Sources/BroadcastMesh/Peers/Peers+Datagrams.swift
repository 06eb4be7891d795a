import Bytes
import Gossip
import Reactor

extension Peers {
    /// Opens a path to a peer; the greeting is sent until it is answered, or until the link counts as silent.
    mutating func openPath(for dial: Int, to address: SocketAddress, with gossip: inout GossipNode, at now: Moment) {
        guard let port else { return }
        let path = DatagramPath(dialing: world.word(), frameLimit: gossip.settings.frameBytes)
        let link = gossip.openLink(expecting: dialer[dial]?.peer, over: .udp, at: now)
        port.insert(path, link: link, dial: dial, address: address)
    }

    /// Takes in what arrived for all UDP links.
    mutating func handleDatagrams(_ event: ReadyEvent, with gossip: inout GossipNode, in turn: inout Turn) {
        guard event.isReadable, let port else { return }
        var count = 0
        while count < DatagramPort.datagramsPerTurn, count == 0 || turn.isOpen {
            // What the kernel reports of one datagram's fate says nothing about the others.
            guard let batch = try? port.socket.receive(into: port.inbox), batch > 0 else { return }
            count += batch
            let before = gossip.counters
            let handshakesBefore = port.sealing?.handshakeCount ?? 0
            for index in 0..<batch {
                port.inbox.withDatagram(index) { bytes, sender in
                    if SealedDatagrams.isKnock(bytes) { turn.budget.spend(knocks: 1) }
                    unseal(bytes, from: sender, at: port, with: &gossip, at: turn.now)
                }
            }
            gossip.settle(at: turn.now)
            turn.pay(from: before, to: gossip.counters, bytes: batch << 10)
            turn.budget.spend(handshakes: (port.sealing?.handshakeCount ?? 0) - handshakesBefore)
        }
    }

    /// Takes in a datagram as a path made it.
    mutating func take(
        _ datagram: Span<UInt8>,
        from sender: SocketAddress,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        guard let identity = DatagramPath.identity(of: datagram) else { return }
        guard let line = port[identity] else {
            return meetStranger(datagram, identity, from: sender, at: port, with: &gossip, at: now)
        }
        guard !line.isEnding else { return }
        if let nonce = line.path.nonce(ofAnswer: datagram) { return line.peer.handleAnswer(nonce, from: sender) }
        if let answer = line.path.answer(toCheck: datagram) { return send(answer, to: sender, at: port, now) }
        guard take(datagram, on: line, at: port, with: &gossip, at: now) else { return }
        if let nonce = line.peer.handleDatagram(from: sender, nonce: world.word(), at: now.monotonic) {
            send(line.path.check(nonce), to: sender, at: port, now)
        }
    }

    /// Gives a path its datagram.
    ///
    /// - Returns: Whether it was accepted, and the path goes on.
    @discardableResult
    private mutating func take(
        _ datagram: Span<UInt8>,
        on line: DatagramLine,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment
    ) -> Bool {
        // The buffer changes hands meanwhile, so that its bytes can be lent.
        var frames: [UInt8] = []
        swap(&frames, &port.frames)
        defer { swap(&frames, &port.frames) }
        frames.removeAll(keepingCapacity: true)
        do throws(LinkError) {
            guard try line.path.receive(datagram, into: &frames, at: now) else { return false }
            gossip.hear(line.link, unfinished: line.path.unfinished, at: now)
            if !frames.isEmpty { try gossip.receive(frames.span, on: line.link, isLast: false, at: now) }
            return true
        } catch {
            end(.path(line), because: error)
            return false
        }
    }

    /// A datagram without an open path is read only as a greeting, and makes a path only when its sender has shown that
    /// it hears at the address that it gives.
    private mutating func meetStranger(
        _ datagram: Span<UInt8>,
        _ identity: UInt64,
        from sender: SocketAddress,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment
    ) {
        guard isOpen else { return }
        guard DatagramPath.isOpening(datagram) else {
            guard let answer = DatagramPath.reset(for: datagram), port.door.resets.admit(at: now.monotonic) else {
                return
            }
            return send(answer, to: sender, at: port, now)
        }
        guard port.count < settings.nodeCount + Self.strangerLimit else { return }
        switch port.door.gate.judge(datagram, from: Array("\(sender)".utf8).span, at: now) {
        case .ignore:
            return
        case .answer(let token):
            guard port.door.tokens.admit(at: now.monotonic) else { return }
            send(token, to: sender, at: port, now)
        case .admit(let proof):
            let path = DatagramPath(accepting: identity, proof: proof, frameLimit: gossip.settings.frameBytes)
            let link = gossip.openLink(expecting: nil, over: .udp, at: now)
            let line = port.insert(path, link: link, dial: nil, address: sender)
            take(datagram, on: line, at: port, with: &gossip, at: now)
        }
    }

    /// Sends a datagram that belongs to no path, or not to where that leads; without room it is lost.
    private func send(_ datagram: [UInt8], to address: SocketAddress, at port: DatagramPort, _ now: Moment) {
        if port.outbox.isFull { port.send(at: now.monotonic) }
        if !port.outbox.isFull { port.append(datagram.span, to: address, at: now.monotonic) }
    }

    /// Sends every UDP link what it lacks, as far as its window, the kernel and the budget allow.
    ///
    /// Whoever is not reached comes first the next time.
    mutating func flushDatagrams(with gossip: inout GossipNode, at now: Moment, _ budget: consuming TurnBudget) {
        guard let port else { return }
        flushSeals(of: port, at: now)
        let (first, count) = (unflushed.path ?? 0, port.slotCount)
        unflushed.path = nil
        for offset in 0..<count {
            let slot = (first + offset) % count
            guard budget.isOpen, port.room.isOpen(at: now.monotonic) else {
                unflushed.path = slot
                break
            }
            if let line = port[slot: slot] { flush(line, at: port, with: &gossip, at: now, &budget) }
        }
        port.send(at: now.monotonic)
    }

    /// Sends one UDP link what it lacks.
    private func flush(
        _ line: DatagramLine,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment,
        _ budget: inout TurnBudget
    ) {
        line.path.handleTimeout(at: now)
        while port.room.isOpen(at: now.monotonic) {
            // Full, it may have become since the kernel had no room.
            guard !port.outbox.isFull else {
                port.send(at: now.monotonic)
                continue
            }
            while let room = line.path.room, gossip.hasOutput(line.link, at: now), line.pace.admit(at: now.monotonic) {
                port.frames.removeAll(keepingCapacity: true)
                gossip.produce(for: line.link, into: &port.frames, limit: room, at: now)
                guard !port.frames.isEmpty else { break }
                line.path.append(port.frames.span)
            }
            guard line.path.produce(into: &port.datagram, at: now) else { break }
            // The shortest entries have some thirty bytes.
            budget.spend(calls: 1, bytes: port.datagram.count, messages: port.datagram.count / 32)
            port.append(port.datagram.span, to: line.address, at: now.monotonic)
        }
    }

    /// Sends the last words of a UDP link, at once.
    func flushLastWords(
        of line: DatagramLine,
        at port: DatagramPort,
        with gossip: inout GossipNode,
        at now: Moment,
        _ budget: inout TurnBudget
    ) {
        flush(line, at: port, with: &gossip, at: now, &budget)
        port.send(at: now.monotonic)
    }
}
