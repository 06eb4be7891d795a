import Gossip
import Reactor

/// A client that comes back to another node with a position that covers all, where 10,000 messages are held.
enum Resuming {
    /// How many messages are held.
    private static let held = 10_000

    /// How many clients come.
    private static let clients = 2000

    /// What each of them costs.
    static func figures() -> [Figure] {
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let now = Moment(monotonic: 1, wall: 1_700_000_000_000_000)
        let channel = node.openChannel(.chat, named: Array("chat".utf8))
        for _ in 0..<held { _ = node.post(in: channel, at: now) { _ in [0x82, 1, 7] } }
        let (position, place) = (node.position(in: channel), node.place(atEndOf: channel))

        let start = Clock.threadProcessor()
        for _ in 0..<clients {
            var looks = Looks(atMost: .max)
            var reading = node.replay(after: position, in: channel, looks: &looks).reading
            guard case .live = node.advance(&reading, in: channel, upTo: place, looks: &looks) else { return [] }
        }
        let cost = Double(Clock.threadProcessor() - start) / Double(clients) / 1000
        return [Figure(subject: "nothing missed, \(held) held", value: cost, unit: "µs", bar: 30)]
    }
}
