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
        Listener(to: gossip.openChannel(.relay, named: name), after: position, with: &gossip)
    }

    /// What comes next for the program.
    mutating func read(_ listener: inout Listener) -> Listener.Step {
        guard let committed = commit() else { return .over }
        return listener.next(committed, with: &gossip)
    }

    /// Whether there may be something to read.
    mutating func hasNews(for listener: Listener) -> Bool { listener.hasNews(with: &gossip) }

    /// The program hears a channel no more.
    mutating func leave(_ listener: Listener) {
        gossip.closeChannel(listener.channel)
    }
}
