import Gossip

extension ChatRooms {
    /// What a client gets that comes into a room.
    struct Entrance {
        /// The room, which was opened for it.
        var channel: Int

        /// Who speaks.
        var user: User

        /// What the client reads before it is live, if it asked for anything.
        var reading: Reading?

        /// What it is told first.
        var events: [ChatEvent] = []

        /// How many records of messages were looked at for it.
        var looks = 0
    }

    /// How a client begins that asks for what was: what it is told first, and what it reads.
    struct Beginning {
        /// Where it is, and what it can no longer have.
        var events: [ChatEvent]

        /// What it reads before it is live.
        var reading: Reading

        /// How many records of messages were looked at for it.
        var looks: Int
    }

    /// Tells a client where it is, and what it can no longer have; then it reads.
    mutating func begin(_ request: ReplayRequest, in channel: Int, with gossip: inout GossipNode) -> Beginning {
        var looks = Looks()
        switch request {
        case .history(let count):
            let (reading, position) = gossip.replay(history: count, in: channel, looks: &looks)
            return Beginning(events: [attached(at: position, with: &gossip)], reading: reading, looks: looks.taken)
        case .after(let position):
            let (reading, lost) = gossip.replay(after: position, in: channel, looks: &looks)
            let shortened = gossip.shortened(position, in: channel)
            guard lost > 0 else {
                return Beginning(events: [attached(at: shortened, with: &gossip)], reading: reading, looks: looks.taken)
            }
            let kept = gossip.passingLosses(of: shortened, in: channel, looks: &looks)
            // A client that takes no position of a node for its own takes in this.
            let events = [attached(at: kept, with: &gossip), .gap(lost: lost, after: kept.passed(since: shortened))]
            return Beginning(events: events, reading: reading, looks: looks.taken)
        }
    }

    private mutating func attached(at position: Position, with gossip: inout GossipNode) -> ChatEvent {
        .attached(
            node: node,
            epoch: gossip.epoch,
            peers: others.urls(asOf: gossip.nodeChangeCount, gossip.nodeReports),
            position: position,
            messageBytes: messageBytes,
            messagesPerSecond: messagesPerSecond
        )
    }
}
