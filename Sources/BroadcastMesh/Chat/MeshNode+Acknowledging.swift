import Gossip

/// A message whose sender is still to hear that a second node holds it.
struct AwaitedCopy {
    /// Who sent it.
    var client: ClientReference

    /// How it was called by its sender, and by this node.
    var key: String
    var id: MessageID
}

extension MeshNode {
    /// How many messages wait for a second copy; beyond that the oldest are no longer waited for.
    ///
    /// A node without peers would gather them for ever.
    static let awaitedCopyLimit = 1 << 16

    /// Tells a client that its message is held, by how many nodes.
    func acknowledge(_ result: PostResult, key: String, to client: Client) {
        holdUntilCommitted(client)
        let id = result.stamp.id
        tell(client, .acknowledgement(key: key, id: id, copies: 1))
        if gossip.isHeldElsewhere(id) {
            tell(client, .acknowledgement(key: key, id: id, copies: 2))
        } else {
            expect(AwaitedCopy(client: client.reference, key: key, id: id))
        }
    }

    private func expect(_ copy: AwaitedCopy) {
        if awaitedCopies.count >= Self.awaitedCopyLimit { awaitedCopies.removeFirst(Self.awaitedCopyLimit / 2) }
        awaitedCopies.append(copy)
    }

    /// Tells the senders of messages that a neighbour has confirmed.
    func acknowledgeCopies() {
        guard !awaitedCopies.isEmpty, confirmationCount != gossip.confirmationCount else { return }
        confirmationCount = gossip.confirmationCount
        awaitedCopies.removeAll { copy in
            guard gossip.isHeldElsewhere(copy.id) else { return false }
            if let client = client(copy.client) {
                tell(client, .acknowledgement(key: copy.key, id: copy.id, copies: 2))
                woken.append(client.reference)
            }
            return true
        }
    }
}
