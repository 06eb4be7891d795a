extension ChatSession {
    /// Dials a node; when it does not answer, the next.
    mutating func dial(_ node: NodeAddress, at now: Int64) -> [ChatAction] {
        deadline = now + NodeTour<NodeAddress>.patience
        // Whoever was there when there was nothing to read has missed all that there is now.
        let missed = phase == .joining ? person.history : Self.everything
        let seen = position.text
        let since = seen.isEmpty ? (name: "history", value: "\(missed)") : (name: "after", value: seen)
        let query = [since, (name: "session", value: person.secret), (name: "users", value: "changes")]
        return [.dial(node.chat(as: person.username, in: person.channel, query: query))]
    }

    /// The connection, or the attempt at one, came to nothing.
    mutating func fail(_ reason: String, at now: Int64, chance: Double) -> [ChatAction] {
        guard phase != .over else { return [] }
        own.close()
        if let next = tour.next() { return dial(next, at: now) }
        let wasOpen = phase == .open
        liveness.settle()
        guard phase != .joining else { return giveUp(reason) }
        phase = .lost
        deadline = now + tour.pause(chance: chance)
        return wasOpen ? [.show(.alone(here))] : []
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
    /// The others are sent again.
    mutating func giveUpLargest(_ reason: String) -> [ChatAction] {
        own.removeLargestWaiting().map { [.unsent(text: $0.text, reason: reason)] } ?? []
    }

    /// Asks the node whether it is there, over the very connection that is in doubt: every node answers this.
    mutating func probe(at now: Int64) -> [ChatAction] {
        guard phase == .open, !liveness.isAsking else { return [] }
        let isAsked = liveness.ask(at: now)
        schedule()
        return isAsked ? [.send(#"{"event":"send-message"}"#)] : []
    }

    /// Sets the deadline of an open connection.
    mutating func schedule() {
        if phase == .open { deadline = min(liveness.deadline, own.deadline ?? .max) }
    }
}
