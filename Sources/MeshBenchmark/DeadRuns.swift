import Gossip

/// What is left of a node's runs of which nothing is held any more.
enum DeadRuns {
    /// How many runs there are before it is measured, so that everything has the room that it comes to, and after that.
    private static let (warmUp, count) = (4_000, 16_000)

    /// What each takes, and how long a position gets that has seen them all.
    static func figures() throws -> [Figure] {
        var settings = GossipSettings()
        settings.neighbours = ["alpha", "bravo"]
        // Nothing is held of a run once ten others have spoken, and all may be asked for as long as a message is kept.
        settings.retention.messages = 10
        var pair = Pair(GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings))
        var before = 0
        for number in 1...(warmUp + count) {
            try pair.run(UInt64(number), settings)
            pair.age(seconds: 1)
            if number == warmUp { before = try Resident.bytes() }
        }
        let taken = Double(try Resident.bytes() - before) / Double(count)
        let length = Double(pair.position.description.utf8.count)
        return [
            Figure(subject: "a run that is over", value: taken, unit: "bytes", bar: 16),
            Figure(subject: "a position after \(warmUp + count) of them", value: length, unit: "bytes"),
        ]
    }
}

/// A node that stays, and one that starts again and again.
private struct Pair {
    private var node: GossipNode
    private let channel: Int
    private var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    init(_ node: GossipNode) {
        self.node = node
        channel = self.node.openChannel(.relay, named: [])
        self.node.finishStart()
    }

    /// What a client has seen that has seen everything.
    var position: Position { node.position(in: channel) }

    /// The other starts, says something, and ends.
    mutating func run(_ epoch: UInt64, _ settings: GossipSettings) throws {
        var other = GossipNode(name: "bravo", epoch: epoch, bootNonce: epoch, settings: settings)
        other.finishStart()
        let room = other.openChannel(.relay, named: [])
        let (here, there) = (
            node.openLink(expecting: "bravo", over: .tcp, at: now),
            other.openLink(expecting: nil, over: .tcp, at: now)
        )
        try settle(with: &other, here, there)
        _ = other.post(in: room, at: now) { _ in [0x82, 1, 7] }
        try settle(with: &other, here, there)
        node.closeLink(here, reason: .disconnected("the end"), at: now)
    }

    /// Lets time go by.
    mutating func age(seconds: Int64) {
        for _ in 0..<seconds {
            now.monotonic += 1_000_000_000
            now.wall += 1_000_000
            node.handleTimers(at: now)
            node.enforceRetention(at: now)
        }
        _ = node.takeEvents()
        var grown: [Int] = []
        node.takeGrownChannels(into: &grown)
    }

    private mutating func settle(with other: inout GossipNode, _ here: Int, _ there: Int) throws {
        for _ in 0..<20 {
            var output: [UInt8] = []
            node.produce(for: here, into: &output, limit: 1 << 20, at: now)
            try other.receive(output.span, on: there, at: now)
            output = []
            other.produce(for: there, into: &output, limit: 1 << 20, at: now)
            try node.receive(output.span, on: here, at: now)
        }
    }
}
