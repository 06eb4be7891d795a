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
        switch gossip.secondCopy(of: id) {
        case .held: return [first, .acknowledgement(key: key, id: id, copies: 2)]
        case .awaited, .passedOver: copies.append(AwaitedCopy(client: client, key: key, id: id))
        case .never: break
        }
        return [first]
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
        let second = gossip.secondCopy(of: id)
        if second == .awaited || second == .passedOver { copies.append(AwaitedCopy(client: client, key: key, id: id)) }
        gathered.append(Acknowledgement(key: key, id: id), isHeldTwice: second == .held)
        return gathered.isFull ? gathered.take() : []
    }

    /// Takes out what was gathered.
    mutating func takeGathered() -> [ChatEvent] { gathered.take() }

    /// Whether there are such senders.
    var awaitsCopies: Bool { !copies.isEmpty }

    /// Takes out the messages whose senders are to be told, and that a neighbour has confirmed.
    mutating func takeConfirmed(with gossip: GossipNode) -> [AwaitedCopy] {
        copies.takeConfirmed(gossip.confirmationCount) { gossip.secondCopy(of: $0) }
    }
}
