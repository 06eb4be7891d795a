import Bytes
import Gossip
import HTTP
import Reactor

extension Serving {
    /// Sends a client what it is due, in order, as far as its socket takes it: what is for it alone, then the
    /// channel's frames if it is not live.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - place: How far it may read; without one, as far as the live ones of its channel are.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    mutating func advance(
        _ client: Client,
        upTo place: AudiencePlace? = nil,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        guard !client.outgoing.isHeld else { return }
        var bytesLeft = Self.catchUpBytes
        while client.stage != .gone {
            switch client.sendOutgoing(paidBy: &budget) {
            case .sent: break
            case .failed: return drop(client)
            case .wouldBlock: return updateInterest(of: client)
            }
            if putUsers(for: client) { continue }
            guard bytesLeft > 0, readOn(client, upTo: place, &bytesLeft, with: &gossip, &budget) else { break }
        }
        payForSeal(&budget)
        finishSending(to: client)
    }

    /// Changes what is on its way to a client alone; a live one first leaves the live ones.
    mutating func put<Failure: Error>(
        for client: Client,
        _ change: (inout Outgoing) throws(Failure) -> Void
    ) throws(Failure) {
        fallBehind(client)
        try client.put(change)
    }

    /// Sends a client what its channel has, also what others are still to be given.
    ///
    /// - Parameters:
    ///   - client: A client of the channel.
    ///   - end: Where its frames end.
    ///   - committed: Says that everything is written.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    mutating func giveRest(
        to client: Client,
        upTo end: Int,
        _ committed: Committed,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) {
        precondition(committed.covers(gossip), "what is not written was to be given to a client")
        fallBehind(client)
        guard let audience = client.seat.map({ Int($0.audience) }) else { return }
        var place = audiences[audience].place
        place.advance(to: end)
        advance(client, upTo: place, with: &gossip, &budget)
    }

    /// Goes on with the clients that were woken during this turn.
    mutating func advanceWokenClients(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        guard !fanOut.woken.isEmpty else { return }
        var count = 0
        let references = fanOut.woken
        fanOut.woken = []
        for reference in references.prefix(Self.wakesPerTurn) {
            guard count < Self.leastWakesPerTurn || budget.left > Turns.Source.readers.reserve else { break }
            count += 1
            if let client = client(reference) { advance(client, with: &gossip, &budget) }
        }
        // Those who were woken meanwhile come after those who have waited.
        fanOut.woken = references[count...] + fanOut.woken
    }

    /// Ends our side when the last was sent, and says what to wait for.
    private mutating func finishSending(to client: Client) {
        if client.stage == .ending, client.outgoing.isEmpty, !client.hasEndedSending {
            guard !client.hasEnded else { return drop(client) }
            client.hasEndedSending = true
            client.socket.endSending()
        }
        updateInterest(of: client)
    }

    /// Watches for what is of use now: a client that does not read is not read from for ever.
    mutating func updateInterest(of client: Client) {
        guard client.stage != .gone else { return }
        var interest: Interest = []
        if wantsBytes(from: client) { interest.insert(.read) }
        if !client.outgoing.isEmpty || client.seat?.isReading == true { interest.insert(.write) }
        guard interest != client.interest else { return }
        do throws(SystemError) {
            try network.change(client.socket, for: interest, token: client.token.rawValue)
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
}
