extension ChatSession {
    /// Dials a node; when it does not answer, the next.
    mutating func dial(_ index: Int, at now: Int64) -> [ChatAction] {
        dialed = index
        deadline = now + Self.patience
        // Whoever was there when there was nothing to read has missed all that there is now.
        let missed = phase == .joining ? history : Self.everything
        let seen = position.text
        let since = seen.isEmpty ? (name: "history", value: "\(missed)") : (name: "after", value: seen)
        let query = [since, (name: "session", value: secret), (name: "users", value: "changes")]
        return [.dial(NodeAddress(nodes[index]).chat(as: username, in: channel, query: query))]
    }

    /// The connection, or the attempt at one, came to nothing.
    mutating func fail(_ reason: String, at now: Int64, chance: Double) -> [ChatAction] {
        guard phase != .over else { return [] }
        if let next = dialed.map({ $0 + 1 }), next < nodes.count { return dial(next, at: now) }
        let wasOpen = phase == .open
        dialed = nil
        isProbing = false
        guard phase != .joining else { return giveUp(reason) }
        phase = .lost
        // The others come first.
        nodes = nodes.filter { $0 != address } + [address]
        // Spread out: many clients lose a node at once.
        let wait = min(Self.longestWait, 1_000_000_000 << Int64(min(failures, 5)))
        deadline = now + Int64(Double(wait) * chance)
        failures += 1
        return wasOpen ? [.show(.alone(here))] : []
    }

    /// Ends it, and says of what no node has confirmed that it was not sent.
    mutating func giveUp(_ reason: String) -> [ChatAction] {
        let unsent = own.removeAll().map { ChatAction.unsent(text: $0.text, reason: reason) }
        (phase, dialed, deadline, isProbing) = (.over, nil, nil, false)
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
        guard phase == .open, !isProbing else { return [] }
        guard now >= nextProbe else {
            schedule()
            return []
        }
        isProbing = true
        probedAt = now
        deadline = now + Self.probePatience
        return [.send(#"{"event":"send-message"}"#)]
    }

    /// When it may ask next.
    private var nextProbe: Int64 { probedAt == .min ? .min : probedAt + Self.probeInterval }

    /// Sets the deadline of an open connection.
    mutating func schedule() {
        guard phase == .open else { return }
        deadline = isProbing ? probedAt + Self.probePatience : max(heardAt + Self.quietTime, nextProbe)
    }
}
