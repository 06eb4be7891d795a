import ChannelProtocol

extension ChatSession {
    /// Dials a node; when it does not answer, the next.
    mutating func dial(_ node: NodeAddress, at now: Int64) -> [ChatAction] {
        deadline = now + NodeTour<NodeAddress>.patience
        // Whoever was there when there was nothing to read has missed all that there is now.
        let missed = phase == .joining ? person.history : Self.everything
        let seen = position.text
        let query = [
            seen.isEmpty ? (name: ClientQuery.history, value: "\(missed)") : (name: ClientQuery.after, value: seen),
            (name: ClientQuery.session, value: person.secret), (name: ClientQuery.users, value: ClientQuery.changes),
        ]
        return [.dial(node.chat(as: person.username, in: person.channel, query: query))]
    }

    /// The connection, or the attempt at one, came to nothing.
    mutating func fail(_ reason: String, at now: Int64, chance: Double) -> [ChatAction] {
        guard phase != .over else { return [] }
        own.close()
        if let next = tour.next() { return dial(next, at: now) }
        liveness.settle()
        guard phase != .joining else { return giveUp(reason) }
        phase = .lost
        deadline = now + tour.pause(at: now, chance: chance)
        defer { isMissed = true }
        return isMissed ? [] : [.show(.alone(here))]
    }

    /// Says where the chat goes on, unless it is where it was and nobody was told otherwise.
    func tellMove(from before: String?) -> [ChatAction] {
        let now = here ?? tour.current.base
        guard before == now else { return [.show(.moved(from: before, to: now))] }
        return isMissed ? [.show(.moved(from: nil, to: now))] : []
    }

    /// Ends it, and says of what no node has confirmed that it was not sent.
    mutating func giveUp(_ reason: String) -> [ChatAction] {
        own.close()
        let unsent = own.removeAll().map { ChatAction.unsent(text: $0.text, reason: reason) }
        (phase, deadline) = (.over, nil)
        tour.stop()
        liveness.settle()
        return [.hangUp] + unsent + [.end(reason: reason)]
    }

    /// One message was larger than its node takes: the largest that no node has confirmed.
    ///
    /// The node is there, and closes the connection for that alone: the others are sent to it again.
    ///
    /// - Parameters:
    ///   - reason: The node's words, which say how large one may be.
    ///   - now: The time.
    /// - Returns: What is to be done; `nil` where no message can be meant.
    mutating func giveUpLargest(_ reason: String, at now: Int64) -> [ChatAction]? {
        guard phase == .open, let largest = own.removeLargestWaiting() else { return nil }
        own.close()
        liveness.settle()
        phase = .lost
        let size = Self.frame(largest).utf8.count
        let unsent = ChatAction.unsent(text: largest.text, reason: "too long, \(size) bytes as it is sent: \(reason)")
        return [unsent] + dial(tour.begin(), at: now)
    }

    /// Asks the node whether it is there, over the very connection that is in doubt: every node answers this.
    mutating func probe(at now: Int64) -> [ChatAction] {
        guard phase == .open, !liveness.isAsking else { return [] }
        let isAsked = liveness.ask(at: now)
        schedule()
        return isAsked ? [.send(#"{"\#(EventMember.event)":"\#(EventName.sendMessage)"}"#)] : []
    }

    /// Sets the deadline of an open connection.
    mutating func schedule() {
        if phase == .open { deadline = min(liveness.deadline, own.deadline ?? .max) }
    }
}
