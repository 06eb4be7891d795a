/// What follows from what the session is told.
extension ChannelSession {
    mutating func handle(_ event: ChannelEvent, at now: Int64) -> [ChannelAction] {
        switch event {
        case .attached(let place): return open(place, at: now)
        case .message(let message):
            guard BroadcastChannel.Position.isID(message.id) else { return [] }
            defer { position?.see(message.id) }
            if let key = message.key, !heard.insert(key, of: message.id, at: message.time) { return [] }
            return order.take(message, after: position, at: now).map { .hear($0) }
        case .acks(let acks, let copies):
            return acks.filter { posts.confirm($0.key, as: $0.id, copies: copies, at: now) }
                .map { .settled(key: $0.key, id: $0.id) }
        case .gap(let lost, let end):
            if let end { position?.pass(end) }
            return order.forget().map { .hear($0) } + [.gap(lost: lost, after: end)]
        case .error(let reason, let key):
            let problem = ChannelAction.problem("the node refused: \(reason)")
            guard let key, posts.refuse(key) else { return [problem] }
            return [problem, .refused(key: key, reason: reason)]
        case .other: return []
        }
    }

    private mutating func open(_ place: ChannelEvent.Place, at now: Int64) -> [ChannelAction] {
        guard state != .closed else { return [] }
        var index = 0
        if case .connecting(let dialed?) = state { index = dialed }
        let address = nodes[index]
        // Who speaks TLS to one node does not speak without it to another.
        let scheme = address.prefix { $0 != ":" } + "://"
        var known: Set<String> = []
        let peers = NodeURL.valid(of: place.peers).filter { $0.hasPrefix(scheme) }
        nodes = ([address] + peers + home).filter { known.insert($0).inserted }
        let told = place.position.flatMap { BroadcastChannel.Position($0) }
        let position = told ?? self.position ?? BroadcastChannel.Position()
        self.position = position
        pauses.stand(from: now)
        state = .open(quietSince: now, isProbing: false)
        postLimit = place.messageBytes
        let larger = postLimit.map { posts.removeLarger(than: $0) } ?? []
        posts.open(place.run, rate: place.messagesPerSecond, at: now)
        return [.opened(position)] + larger.flatMap { Self.giveUp($0.key, $0.byteCount) } + say(at: now)
    }

    /// What was posted and may go to the node.
    mutating func say(at now: Int64) -> [ChannelAction] { posts.say(at: now).map { .say($0) } }

    mutating func dial(_ place: Int, at now: Int64) -> [ChannelAction] {
        state = .connecting(place: place)
        setWakeTime(now + Self.patience)
        return [.dial(address.url(at: nodes[place], after: position))]
    }

    /// The connection, or the attempt at one, came to nothing.
    mutating func fail(at now: Int64, chance: Double) -> [ChannelAction] {
        guard state != .closed else { return [] }
        posts.close()
        if case .connecting(let place?) = state, place + 1 < nodes.count { return dial(place + 1, at: now) }
        let wasOpen = isOpen
        state = .connecting(place: nil)
        // The others come first.
        if wasOpen { nodes = Array(nodes.dropFirst() + nodes.prefix(1)) }
        // Spread out: many programs lose a node at once.
        setWakeTime(now + pauses.next(at: now, of: nodes.count, chance: chance))
        return wasOpen ? [] : [.problem("no node answers: \(nodes.joined(separator: ", "))")]
    }

    /// Gives up the largest post that no node holds, for one was larger than its node takes; the others are sent again.
    mutating func giveUpLargest() -> [ChannelAction] {
        posts.removeLargest().map { Self.giveUp($0.key, $0.byteCount) } ?? []
    }

    private static func giveUp(_ key: String, _ byteCount: Int) -> [ChannelAction] {
        let text = "a post of \(byteCount) bytes is larger than the node takes"
        return [.problem(text), .tooLarge(key: key, byteCount: byteCount)]
    }

    /// After each frame: ends where that was all, else sees to it that silence is noticed.
    mutating func endOrWait() -> [ChannelAction] {
        if endsBy != nil, posts.waitingByteCount == 0 { return leave() }
        guard case .open(let quietSince, let isProbing) = state else { return [] }
        setWakeTime(quietSince + (isProbing ? Self.probePatience : Self.quietTime))
        return []
    }

    /// Does what is due about the connection.
    mutating func wake(at now: Int64, chance: Double) -> [ChannelAction] {
        if let endsBy, now >= endsBy { return leave() }
        switch state {
        case .connecting(nil): return dial(0, at: now)
        case .connecting, .open(_, isProbing: true): return [.hangUp] + fail(at: now, chance: chance)
        case .open(let quietSince, isProbing: false):
            state = .open(quietSince: quietSince, isProbing: true)
            setWakeTime(now + Self.probePatience)
            return [.say(ChannelPost.probe)]
        case .closed: return []
        }
    }

    private mutating func setWakeTime(_ time: Int64) {
        wakeTime = endsBy.map { min(time, $0) } ?? time
    }

    mutating func leave() -> [ChannelAction] {
        guard state != .closed else { return [] }
        state = .closed
        wakeTime = nil
        _ = order.forget()
        return [.hangUp, .ended]
    }
}
