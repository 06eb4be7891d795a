import Bytes
import Gossip
import Reactor
import WebSocket

extension Serving {
    /// Looks after one client, every 20 s as long as it is there: a browser that lost its network says no goodbye.
    ///
    /// - Parameters:
    ///   - reference: The client.
    ///   - isUnheard: Whether something that it sent waits for its turn: who is held up behind others is not silent.
    ///   - gossip: Has its frames.
    ///   - budget: Pays.
    mutating func handleHeartbeat(
        _ reference: ClientReference,
        isUnheard: Bool,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        guard let client = client(reference) else { return }
        guard client.stage != .closing, client.stage != .ending else {
            // How long it is waited for, the deadline of the end knows.
            return timing.deadlines.set(.heartbeat, for: reference, at: timing.now)
        }
        // Who has said something since the last time is asked for no more.
        if silence(of: client) >= Patience.heartbeat / 1_000_000_000 { noteProgress(of: client) }
        guard isUnheard || silence(of: client) < Patience.silence / 1_000_000_000 else {
            return giveUp(client, with: &gossip, &budget)
        }
        timing.deadlines.set(.heartbeat, for: reference, at: timing.now)
        guard client.stage == .open else { return }
        // It goes out between two frames, also to one that is far behind.
        put(for: client) { $0.ping() }
        advance(client, with: &gossip, &budget)
    }

    /// Asks a client for a sign of life; without one it is gone after ``Patience/sign``.
    mutating func askForSign(_ client: Client, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard client.stage == .open else { return }
        noteProgress(of: client)
        guard client.intake.awaitSign() else { return }
        timing.deadlines.set(.sign, for: client.reference, at: timing.now)
        put(for: client) { $0.ping() }
        advance(client, with: &gossip, &budget)
    }

    /// Ends the connection of a client that has given none, unless something that it sent waits for its turn: that is one.
    mutating func handleMissingSign(_ reference: ClientReference, isUnheard: Bool) {
        guard let client = client(reference) else { return }
        guard !isUnheard else { return timing.deadlines.set(.sign, for: reference, at: timing.now) }
        noteProgress(of: client)
        guard client.intake.endWaitForSign(), client.stage == .open else { return }
        client.socket.resetOnClose()
        drop(client)
    }

    /// How long nothing came from a client, in seconds.
    private func silence(of client: Client) -> Int64 { timing.seconds - Int64(client.intake.lastHeard) }

    private func noteProgress(of client: Client) {
        client.intake.note(client.socket.sendingProgress, at: timing.now)
    }

    /// Ends a connection on which nothing came for long: between two requests with a goodbye, so that a proxy that keeps it
    /// open does not take it for a failure.
    private mutating func giveUp(_ client: Client, with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard client.stage != .requesting || !client.outgoing.isEmpty || client.intake.isUnfinished else {
            return end(client, with: &gossip, &budget)
        }
        client.socket.resetOnClose()
        drop(client)
    }

    /// Closes the clients whose sockets are full and whose place in the log is gone; looks four times a second, at one client a
    /// turn and as many as it has room for.
    mutating func closeOvertakenClients(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard var slot = attendance.checkDue(at: timing.now) else { return }
        var isFirst = true
        while slot < clients.slotCount {
            guard isFirst || budget.isOpen(to: .audiences) else { return attendance.pauseCheck(at: slot) }
            defer { slot += 1 }
            guard let client = clients[slot], let seat = client.seat, let reading = seat.reading else { continue }
            isFirst = false
            budget.spend(messages: 1)
            checkFrame(of: client, in: Int(seat.audience), with: gossip)
            if gossip.isOvertaken(reading, in: Int(seat.channel)) { closeOvertaken(client, with: &gossip, &budget) }
            wakeIfLessIsHidden(from: client, with: gossip, &budget)
        }
        attendance.finishCheck(at: timing.now)
    }

    /// Has a client look again that waits, with all who wait with it, when it may be known by now what it has seen of runs that
    /// are hidden from it: no message of its channel need tell of that.
    private mutating func wakeIfLessIsHidden(
        from client: Client,
        with gossip: borrowing GossipNode,
        _ budget: inout TurnBudget
    ) {
        guard let seat = client.seat, seat.isWaiting, let reading = seat.reading else { return }
        var looks = Looks()
        let mustWake = gossip.mayHideLess(from: reading, looks: &looks)
        budget.spend(records: looks.taken)
        if mustWake { wakeReaders(of: Int(seat.audience)) }
    }
}
