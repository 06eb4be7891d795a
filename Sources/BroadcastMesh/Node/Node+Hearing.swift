import Gossip

/// What the node does for the program that embeds it: it posts and hears as a client does, without a connection.
extension Node {
    /// Posts a message.
    ///
    /// - Returns: Its ID; it is written.
    /// - Throws: ``ChannelError``.
    mutating func post(_ post: ChannelPost) throws(ChannelError) -> String {
        guard lifecycle.phase.serves else { throw failure.map { .storage($0) } ?? .stopped }
        guard post.bytes.count <= serving.messageLimit else { throw .tooLarge(byteCount: post.bytes.count) }
        readClocks()
        let channel = gossip.openChannel(.relay, named: post.channel)
        defer { gossip.closeChannel(channel) }
        let stamp = self.post(post.type, post.bytes.span, post.notes, in: channel).stamp
        guard commit() != nil else { throw failure.map { .storage($0) } ?? .stopped }
        return stamp.id.description
    }

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
        guard let committed = commit() else { return .wait }
        return listener.next(committed, with: &gossip)
    }

    /// Whether there may be something to read.
    mutating func hasNews(for listener: Listener) -> Bool { listener.hasNews(with: &gossip) }

    /// The program hears a channel no more.
    mutating func leave(_ listener: Listener) {
        gossip.closeChannel(listener.channel)
    }
}
