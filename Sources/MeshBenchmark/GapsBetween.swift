import Gossip
import Reactor

/// A busy channel that lets go of a message with each that comes, between those of many quiet ones: as many gaps as messages.
enum GapsBetween {
    /// How many messages of a channel stay, and how many quiet channels there are.
    private static let (messages, quiet) = (1_000, 200)

    /// How many messages are posted before it is measured, and then.
    private static let (warmUp, count) = (500_000, 20_000)

    /// What each message costs, and what a client costs that comes back.
    static func figures() -> [Figure] {
        var settings = GossipSettings()
        settings.retention.messages = messages
        settings.retention.bytes = 1 << 30
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        var now = Moment(monotonic: 1, wall: 1_700_000_000_000_000)
        let busy = node.openChannel(.relay, named: [])
        let others = (0..<quiet).map { node.openChannel(.relay, named: Array("quiet \($0)".utf8)) }
        let first = node.position(in: busy)
        func post(_ count: Int) {
            for number in 0..<count {
                now.wall += 1
                let channel = number % 2 == 0 ? busy : others[number / 2 % quiet]
                _ = node.post(in: channel, at: now) { _ in [0x82, 1, 7] }
                guard number % 50 == 0 else { continue }
                var grown: [Int] = []
                node.takeGrownChannels(into: &grown)
                node.enforceRetention(at: now)
            }
        }
        post(warmUp)
        var start = Clock.threadProcessor()
        post(count)
        let cost = Double(Clock.threadProcessor() - start) / Double(count) / 1000
        start = Clock.threadProcessor()
        var looks = Looks()
        for _ in 0..<10 { _ = node.replay(after: first, in: busy, looks: &looks) }
        let coming = Double(Clock.threadProcessor() - start) / 10 / 1_000_000
        return [
            Figure(subject: "a message between \(messages * quiet) gaps", value: cost, unit: "µs", bar: 10),
            Figure(subject: "a client that missed all of them", value: coming, unit: "ms"),
        ]
    }
}
