import Gossip
import HTTP
import Reactor
import WebSocket

/// What the node does with its clients, and what follows for its other parts.
extension Node {
    /// The client that a reference was made for, unless it is gone.
    func client(_ reference: ClientReference) -> Client? { serving.client(reference) }

    /// Changes what is on its way to a client alone; a live one first leaves the live ones.
    mutating func put<Failure: Error>(
        for client: Client,
        _ change: (inout Outgoing) throws(Failure) -> Void
    ) throws(Failure) {
        serving.fallBehind(client)
        try client.put(change)
    }

    /// Sends a client what it is due, or a portion of it.
    mutating func advance(_ client: Client, portion: Int = Serving.portionBytes) {
        serving.advance(client, portion: portion, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Sends a client what it asked for, or the first of it.
    mutating func advanceAnswer(of client: Client) {
        advance(client, portion: Serving.firstPortion(of: client))
    }

    /// Sends more to those who have had a portion, to each in its turn, as far as this turn goes: one at least.
    mutating func serveOn() {
        var left = Serving.servedBytesPerTurn
        repeat {
            guard let client = serving.popServed() else { return }
            left -= Serving.portionBytes - serving.advance(client, with: &gossip, &turns.budget)
            workForServing()
            // Requests may have waited behind an answer.
            if client.stage == .requesting, client.outgoing.isEmpty { resumeRequests(of: client) }
        } while left > 0 && turns.isOpen(to: .readers)
    }

    /// Starts the closing handshake from our side.
    mutating func close(_ client: Client, code: UInt16, reason: String) {
        serving.close(client, code: code, reason: reason, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Takes in the peer's close frame.
    mutating func handleClose(_ code: UInt16?, from client: Client) {
        serving.handleClose(code, from: client, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Sends what is left, ends our side, and waits a while for the peer to end its own.
    mutating func end(_ client: Client) {
        serving.end(client, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Closes the socket, whatever is still to be sent.
    mutating func drop(_ client: Client) {
        // Who is in a channel pays when it leaves that.
        if client.seat == nil { turns.budget.spend(TurnBudget.departure) }
        serving.drop(client)
        workForServing()
    }

    /// Watches for what is of use now.
    mutating func updateInterest(of client: Client) {
        serving.updateInterest(of: client)
        workForServing()
    }

    /// Gives every channel that grew to its clients, if all of it is written.
    mutating func fanOutGrownChannels() {
        serving.forgetPosts()
        guard let committed = commit() else { return }
        serving.giveGrown(committed, with: &gossip, &turns.budget)
        workForServing()
    }

    /// Begins to tell those who are in a chat who else is, where that has changed, if all of it is written.
    mutating func sendChangedUserLists() {
        guard let committed = commit() else { return }
        serving.sendChangedUserLists(committed, with: &gossip, &turns.budget)
    }

    /// Goes on with the clients that were woken.
    mutating func serveWokenClients() {
        serving.advanceWokenClients(with: &gossip, &turns.budget)
        workForServing()
    }

    /// Takes the connections that wait at the HTTP port.
    mutating func acceptClients(at slot: Int) {
        let wallSeconds = clock.now.wall / 1_000_000
        let excess = serving.acceptClients(
            at: slot,
            with: gossip,
            refusingWith: { Self.refusal(at: wallSeconds) },
            &turns.budget
        )
        for client in excess { answer(client, with: Refusal.tooManyClients.response, closing: true) }
        workForServing()
    }

    /// What is told to who knocks where nobody can be taken in.
    private static func refusal(at wallSeconds: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        var connection = ServerConnection()
        connection.respond(Refusal.tooManyClients.response, wallSeconds: wallSeconds, into: &bytes, closing: true)
        return bytes
    }

    /// Does what time asks for with clients.
    mutating func runClientTimers() {
        for matter in [Deadlines.Matter.progress, .closing, .sign, .heartbeat] {
            for count in 0..<Self.timersPerTurn {
                // What waits is past its time, so the next turn comes at once.
                guard count < turns.budget.part(Self.leastTimers) || turns.isOpen(to: .audiences),
                    let reference = serving.popPassed(matter)
                else { break }
                switch matter {
                case .progress: handleProgress(reference)
                case .closing: serving.handleCloseTimeout(reference)
                case .sign:
                    let isUnheard = isUnheard(reference)
                    serving.handleMissingSign(reference, isUnheard: isUnheard)
                case .heartbeat:
                    let isUnheard = isUnheard(reference)
                    serving.handleHeartbeat(reference, isUnheard: isUnheard, with: &gossip, &turns.budget)
                }
                workForServing()
            }
        }
        serving.closeOvertakenClients(with: &gossip, &turns.budget)
        serving.closeUnsettledClients(with: &gossip, &turns.budget)
        serving.cutOffKeepers(&turns.budget)
        serving.readCertificateIfDue()
        workForServing()
        serving.resumeAccepting()
    }

    /// Does what follows for others from what the clients' part did.
    mutating func workForServing() {
        for directive in serving.takeDirectives() {
            switch directive {
            case .left(let channel, let user):
                turns.budget.spend(TurnBudget.departure)
                if let user { rooms.leave(user, with: &gossip, at: clock.now) }
                gossip.closeChannel(channel)
            case .readCertificate(let files):
                ask(for: .readCertificate(files))
            }
        }
    }
}
