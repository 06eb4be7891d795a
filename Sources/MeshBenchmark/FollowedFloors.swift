import Gossip
import Reactor

/// A node whose neighbour lets go of more than it does itself, and that follows, where there are very many channels.
enum FollowedFloors {
    /// What a turn takes that follows.
    static func figures() throws -> [Figure] {
        try [1_000, 20_000].map { count in
            var pair = FollowingPair(channels: count)
            try pair.fill()
            var costs: [Int64] = []
            for _ in 0..<50 { costs.append(try pair.follow()) }
            costs.sort()
            let median = Double(costs[costs.count / 2]) / 1_000_000
            return Figure(subject: "a turn that follows, \(count) channels full", value: median, unit: "ms", bar: 1)
        }
    }
}

/// Two nodes that keep one message of each channel, and as many bytes as these take.
private struct FollowingPair {
    /// How long messages are: most of them, and what makes room for itself and then makes way again, in bytes.
    private static let (short, long) = (100, 20_000)

    /// What retention charges for a channel with one of the short ones, in bytes, and how many make room for the long one.
    private static let (cost, room) = (817, 30)

    private var near: GossipNode
    private var far: GossipNode
    private let links: (near: Int, far: Int)
    private let channels: [Int]
    private var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    /// The channel that was posted in before all others.
    private var oldest = 0

    init(channels count: Int) {
        var settings = GossipSettings()
        settings.neighbours = ["near", "far"]
        settings.frameBytes = Self.long
        settings.retention.messages = 1
        settings.retention.bytes = count * Self.cost
        settings.agreement = Agreement(
            nodes: settings.neighbours,
            messageBytes: settings.frameBytes,
            retention: settings.retention
        )
        near = GossipNode(name: "near", epoch: 1, bootNonce: 1, settings: settings)
        far = GossipNode(name: "far", epoch: 1, bootNonce: 2, settings: settings)
        near.finishStart()
        far.finishStart()
        links = (
            near.openLink(expecting: "far", over: .tcp, at: now), far.openLink(expecting: nil, over: .tcp, at: now)
        )
        var channels: [Int] = []
        for number in 0..<count { channels.append(far.openChannel(.relay, named: Array("channel \(number)".utf8))) }
        self.channels = channels
    }

    /// Posts in each channel.
    mutating func fill() throws {
        for channel in channels { post(Self.short, in: channel) }
        try settle()
    }

    /// Has the far node let go of more than the near one, and tell it.
    ///
    /// - Returns: How long the near node's retention was on the processor, in nanoseconds.
    mutating func follow() throws -> Int64 {
        post(Self.long, in: channels[oldest])
        _ = Self.endTurn(of: &far, at: now)
        // What went is posted anew, and what made it go makes way.
        for _ in 0..<Self.room {
            post(Self.short, in: channels[oldest])
            oldest = (oldest + 1) % channels.count
        }
        var cost: Int64 = 0
        for _ in 0..<20 {
            now.monotonic += 100_000_000
            now.wall += 100_000
            near.handleTimers(at: now)
            far.handleTimers(at: now)
            try settle(&cost)
        }
        return cost
    }

    private mutating func post(_ length: Int, in channel: Int) {
        now.wall += 1
        let frame = [UInt8](repeating: 7, count: length)
        _ = far.post(in: channel, at: now) { _ in frame }
    }

    private mutating func settle() throws {
        var cost: Int64 = 0
        try settle(&cost)
    }

    private mutating func settle(_ cost: inout Int64) throws {
        for _ in 0..<3 {
            var output: [UInt8] = []
            far.produce(for: links.far, into: &output, limit: 1 << 28, at: now)
            try near.receive(output.span, on: links.near, at: now)
            cost = max(cost, Self.endTurn(of: &near, at: now))
            _ = Self.endTurn(of: &far, at: now)
            output = []
            near.produce(for: links.near, into: &output, limit: 1 << 28, at: now)
            try far.receive(output.span, on: links.far, at: now)
        }
    }

    /// Ends a node's turn.
    ///
    /// - Returns: How long its retention was on the processor, in nanoseconds.
    private static func endTurn(of node: inout GossipNode, at now: Moment) -> Int64 {
        var grown: [Int] = []
        node.takeGrownChannels(into: &grown)
        _ = node.takeEvents()
        let start = Clock.threadProcessor()
        node.enforceRetention(at: now)
        return Clock.threadProcessor() - start
    }
}
