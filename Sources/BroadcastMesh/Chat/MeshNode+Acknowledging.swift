import Gossip

/// A message whose sender is still to hear that a second node holds it.
struct AwaitedCopy {
    /// Who sent it.
    var client: ClientReference

    /// How it was called by its sender, and by this node.
    var key: String
    var id: MessageID
}

/// The messages whose senders wait, and how many confirmations were looked at.
struct AwaitedCopies {
    /// How many messages wait for a second copy; beyond that the oldest are no longer waited for.
    ///
    /// A node without peers would gather them for ever.
    static let limit = 1 << 16

    var copies: [AwaitedCopy] = []
    var confirmationCount = 0

    /// Adds a message.
    mutating func append(_ copy: AwaitedCopy) {
        if copies.count >= Self.limit { copies.removeFirst(Self.limit / 2) }
        copies.append(copy)
    }
}

extension MeshNode {
    /// Tells a client that its message is held, by how many nodes.
    func acknowledge(_ result: PostResult, key: String, to client: Client) {
        holdUntilCommitted(client)
        let id = result.stamp.id
        tell(client, .acknowledgement(key: key, id: id, copies: 1))
        if gossip.isHeldElsewhere(id) {
            tell(client, .acknowledgement(key: key, id: id, copies: 2))
        } else {
            awaitedCopies.append(AwaitedCopy(client: client.reference, key: key, id: id))
        }
    }

    /// Tells the senders of messages that a neighbour has confirmed.
    func acknowledgeCopies() {
        guard !awaitedCopies.copies.isEmpty, awaitedCopies.confirmationCount != gossip.confirmationCount else { return }
        awaitedCopies.confirmationCount = gossip.confirmationCount
        awaitedCopies.copies.removeAll { copy in
            guard gossip.isHeldElsewhere(copy.id) else { return false }
            if let client = client(copy.client) {
                tell(client, .acknowledgement(key: copy.key, id: copy.id, copies: 2))
                woken.append(client.reference)
            }
            return true
        }
    }
}
