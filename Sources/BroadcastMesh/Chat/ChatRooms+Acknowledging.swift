import Gossip

/// What senders of messages with keys are told of them.
extension ChatRooms {
    /// What the sender of a message with a key is told at once: that it is held, by how many nodes.
    mutating func acknowledge(
        _ result: PostResult,
        key: String,
        to client: ClientReference,
        with gossip: borrowing GossipNode
    ) -> [ChatEvent] {
        let id = result.stamp.id
        let first = ChatEvent.acknowledgement(key: key, id: id, copies: 1)
        guard isHeldTwice(id, key: key, awaitedBy: client, with: gossip) else { return [first] }
        return [first, .acknowledgement(key: key, id: id, copies: 2)]
    }

    /// Gathers what the sender of a message with a key is to be told together with others.
    ///
    /// - Returns: What it is told now, where many were gathered.
    mutating func gather(
        _ result: PostResult,
        key: String,
        to client: ClientReference,
        with gossip: borrowing GossipNode
    ) -> [ChatEvent] {
        let id = result.stamp.id
        let isHeldTwice = isHeldTwice(id, key: key, awaitedBy: client, with: gossip)
        gathered.append(Acknowledgement(key: key, id: id), isHeldTwice: isHeldTwice)
        return gathered.isFull ? gathered.take() : []
    }

    /// Whether a second node holds a message; where one may yet, its sender waits for that.
    private mutating func isHeldTwice(
        _ id: MessageID,
        key: String,
        awaitedBy client: ClientReference,
        with gossip: borrowing GossipNode
    ) -> Bool {
        switch gossip.secondCopy(of: id) {
        case .held: return true
        case .awaited, .passedOver: copies.append(AwaitedCopy(client: client, key: key, id: id))
        case .never: break
        }
        return false
    }

    /// Takes out what was gathered.
    mutating func takeGathered() -> [ChatEvent] { gathered.take() }

    /// Whether there are such senders.
    var awaitsCopies: Bool { !copies.isEmpty }

    /// Whether some of them can be told, who were too many to be told at once.
    var hasConfirmed: Bool { copies.hasConfirmed }

    /// Takes out the messages whose senders are to be told, and that a neighbour has confirmed: so many at once, about.
    mutating func takeConfirmed(atMost limit: Int = .max, with gossip: GossipNode) -> [AwaitedCopy] {
        copies.takeConfirmed(gossip.confirmations, atMost: limit) { gossip.secondCopy(of: $0) }
    }
}
