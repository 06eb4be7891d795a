import Gossip

/// What the node does for the program that embeds it: it posts and hears as a client does, without a connection.
extension Node {
    /// Posts a message, which is not written yet: ``writePosts()`` must follow before anybody is told of it.
    ///
    /// - Returns: Its ID.
    /// - Throws: ``ChannelError``.
    mutating func post(_ post: ChannelPost) throws(ChannelError) -> String {
        guard lifecycle.phase.serves else { throw failure.map { .storage($0) } ?? .stopped }
        guard post.bytes.count <= serving.messageLimit else { throw .tooLarge(byteCount: post.bytes.count) }
        readClocks()
        let channel = gossip.openChannel(.relay, named: post.channel)
        defer { gossip.closeChannel(channel) }
        return self.post(post.type, post.bytes.span, post.notes, in: channel).stamp.id.description
    }

    /// Writes all that was posted: who posts at the same time waits for the disk together.
    ///
    /// - Throws: ``ChannelError/storage(_:)``, or ``ChannelError/stopped``.
    mutating func writePosts() throws(ChannelError) {
        guard commit() != nil else { throw failure.map { .storage($0) } ?? .stopped }
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
