import Bytes
import Gossip
import HTTP
import Reactor

extension MeshNode {
    /// Sends a client what it is due, in order, as far as its socket takes it: what is for it alone, then the
    /// channel's frames if it is not live.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: How far it may read; without one, as far as the live ones of its channel are.
    func advance(_ client: Client, upTo place: AudiencePlace? = nil) {
        guard !client.outgoing.isHeld else { return }
        var budget = Self.catchUpBytes
        while client.stage != .gone {
            switch client.sendOutgoing(paidBy: &turns.budget) {
            case .sent: break
            case .failed: return drop(client)
            case .wouldBlock: return updateInterest(of: client)
            }
            if putUsers(for: client) { continue }
            guard budget > 0, readOn(client, upTo: place, &budget) else { break }
        }
        finishSending(to: client)
    }

    /// Changes what is on its way to a client alone; a live one first leaves the live ones.
    func put<Failure: Error>(
        for client: Client,
        _ change: (inout Outgoing) throws(Failure) -> Void
    ) throws(Failure) {
        fallBehind(client)
        try client.put(change)
    }

    /// Goes on with the clients that were woken during this turn.
    func advanceWokenClients() {
        guard !woken.isEmpty else { return }
        var count = 0
        let references = woken
        woken = []
        for reference in references.prefix(Self.wakesPerTurn) {
            guard count < Self.leastWakesPerTurn || turns.isOpen(to: .readers) else { break }
            count += 1
            if let client = client(reference) { advance(client) }
        }
        // Those who were woken meanwhile come after those who have waited.
        woken = references[count...] + woken
    }

    /// Ends our side when the last was sent, and says what to wait for.
    private func finishSending(to client: Client) {
        if client.stage == .ending, client.outgoing.isEmpty, !client.hasEndedSending {
            guard !client.hasEnded else { return drop(client) }
            client.hasEndedSending = true
            client.socket.endSending()
        }
        updateInterest(of: client)
    }

    /// Watches for what is of use now: a client that does not read is not read from for ever.
    func updateInterest(of client: Client) {
        guard client.stage != .gone else { return }
        var interest: Interest = []
        if wantsBytes(from: client) { interest.insert(.read) }
        if !client.outgoing.isEmpty || client.seat?.isReading == true { interest.insert(.write) }
        guard interest != client.interest else { return }
        do throws(SystemError) {
            try loop.change(client.socket, for: interest, token: client.token.rawValue)
            client.interest = interest
        } catch {
            drop(client)
        }
    }

    private func wantsBytes(from client: Client) -> Bool {
        guard !client.hasEnded else { return false }
        switch client.stage {
        case .requesting: return client.outgoing.isEmpty && client.exchange?.connection.wantsBytes == true
        case .open: return client.seat?.hasRoomForOwnFrames ?? true
        case .closing, .ending: return true
        case .gone: return false
        }
    }

    /// The client that a reference was made for, unless it is gone.
    func client(_ reference: ClientReference) -> Client? {
        guard let client = clients[Int(reference.slot)], client.reference == reference else { return nil }
        return client
    }
}
