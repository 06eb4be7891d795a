import Gossip

/// What the node does for the program that embeds it: it hears as a client does, without a connection.
extension Node {
    /// Begins to hear a channel, on a node that serves.
    ///
    /// - Parameters:
    ///   - name: The channel's name.
    ///   - position: What was heard before; without one, everything up to now.
    /// - Returns: A place in the channel, which ``leave(_:)`` gives back.
    mutating func listen(to name: [UInt8], after position: Position?) -> Listener {
        let channel = gossip.openChannel(.relay, named: name)
        if let position { return Listener(to: channel, after: position, with: &gossip) }
        var looks = Looks()
        let end = gossip.position(in: channel, looks: &looks)
        turns.owe(records: looks.taken)
        return Listener(to: channel, at: end, with: &gossip)
    }

    /// Reads on for the program.
    ///
    /// - Parameters:
    ///   - listener: Its place.
    ///   - looks: Are taken, as long as any are left.
    /// - Returns: What comes next.
    mutating func read(_ listener: inout Listener, looks: inout Looks) -> Listener.Step {
        guard let committed = commit() else { return .over }
        return listener.next(committed, with: &gossip, looks: &looks)
    }

    /// Whether there may be something to read.
    mutating func hasNews(for listener: Listener) -> Bool { listener.hasNews(with: &gossip) }

    /// Counts what was posted, came from elsewhere or was lost: without more of that, there is nothing new to read in any
    /// channel, but what was hidden and is not any more; who waits for that is looked at in turn.
    var newsCount: UInt64 {
        let counters = gossip.counters
        return UInt64(counters.posted) &+ UInt64(counters.received) &+ counters.lost
    }

    /// The program hears a channel no more.
    mutating func leave(_ listener: Listener) {
        gossip.closeChannel(listener.channel)
    }
}
