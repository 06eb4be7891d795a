import Bytes
import Gossip
import HTTP
import Reactor

extension Serving {
    /// Sends a client what it is due, in order, as far as its portion goes and its socket takes it: what is for it alone,
    /// then the channel's frames if it is not live.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - portion: How many bytes it is sent, about; if more is due, it goes on in its turn, by ``popServed()``.
    ///   - place: How far it may read; without one, as far as the live ones of its channel are.
    ///   - gossip: Has the frames.
    ///   - budget: Pays.
    /// - Returns: How much of the portion is left, in bytes.
    @discardableResult
    mutating func advance(
        _ client: Client,
        portion: Int = portionBytes,
        upTo place: AudiencePlace? = nil,
        with gossip: inout GossipNode,
        _ budget: inout TurnBudget
    ) -> Int {
        guard !client.outgoing.isHeld else { return portion }
        var left = portion
        defer { payForSeal(&budget) }
        while client.stage != .gone {
            switch sendOutgoing(to: client, &left, paidBy: &budget) {
            case .sent: break
            case .failed:
                drop(client)
                return left
            case .wouldBlock:
                if left <= 0 { lineUp(client) }
                updateInterest(of: client)
                return left
            }
            if putUsers(for: client) { continue }
            guard left > 0 else {
                if client.seat?.isReading == true { lineUp(client) }
                break
            }
            guard readOn(client, upTo: place, &left, with: &gossip, &budget) else { break }
        }
        finishSending(to: client)
        return left
    }

    /// Sends a client what is for it alone, as far as its socket takes it; with its channel it goes on in its turn.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - portion: How many bytes it is sent, about.
    ///   - budget: Pays.
    mutating func sendOwn(to client: Client, portion: Int = .max, _ budget: inout TurnBudget) {
        guard client.stage != .gone, !client.outgoing.isHeld else { return }
        defer { payForSeal(&budget) }
        var left = portion
        switch sendOutgoing(to: client, &left, paidBy: &budget) {
        case .sent: if client.seat?.isReading == true { lineUp(client) }
        case .wouldBlock: if left <= 0 { lineUp(client) }
        case .failed: return drop(client)
        }
        finishSending(to: client)
    }

    /// How much of an answer a client is sent at once.
    static func firstPortion(of client: Client) -> Int {
        client.outgoing.unreadCount <= portionBytes ? portionBytes : firstPortionBytes
    }

    /// Has a client go on in its turn, behind all who have had a portion before.
    mutating func lineUp(_ client: Client) {
        guard client.rows.insert(.served).inserted else { return }
        fanOut.served.append(client.reference)
    }

    /// Takes out the client whose turn it is of those who have had a portion.
    mutating func popServed() -> Client? {
        while let reference = fanOut.served.popFirst() {
            guard let client = client(reference) else { continue }
            client.rows.remove(.served)
            return client
        }
        return nil
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

    /// Has a client go on at the end of the turn: once, however often it is asked for.
    mutating func wake(_ client: Client) {
        guard client.rows.insert(.woken).inserted else { return }
        fanOut.woken.append(client.reference)
    }

    /// Goes on with the clients that were woken during this turn.
    mutating func advanceWokenClients(with gossip: inout GossipNode, _ budget: inout TurnBudget) {
        // Those who are woken meanwhile wait for the next turn.
        for count in 0..<min(fanOut.woken.count, Self.wakesPerTurn) {
            let isOfLeast = count < budget.part(Self.leastWakesPerTurn)
            let reserve = isOfLeast ? -budget.whole : budget.reserve(for: .readers)
            guard count == 0 || budget.left > reserve else { break }
            guard let client = fanOut.woken.popFirst().flatMap({ client($0) }) else { continue }
            client.rows.remove(.woken)
            advance(client, with: &gossip, &budget)
        }
    }

    /// Ends our side when the last was sent, and says what to wait for.
    private mutating func finishSending(to client: Client) {
        if client.stage == .ending, client.outgoing.isEmpty, !client.hasEndedSending {
            guard !client.hasEnded else { return drop(client) }
            client.endSending()
        }
        updateInterest(of: client)
    }

    /// Watches for what is of use now: a client that does not read is not read from for ever.
    mutating func updateInterest(of client: Client) {
        guard client.stage != .gone else { return }
        var interest: Interest = []
        if wantsBytes(from: client) { interest.insert(.read) }
        // Who goes on in its turn need not be woken.
        let isDue = !client.outgoing.isEmpty || client.seat?.isReading == true
        if isDue, !client.rows.contains(.served) { interest.insert(.write) }
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
