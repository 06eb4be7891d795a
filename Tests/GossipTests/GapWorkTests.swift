import Testing

@testable import Gossip

/// A gap counts up to 64 channels apart, and is taken in as many parts as there are entries that wait.
@Suite("The work of gaps", .computing) struct GapWorkTests {
    /// A node with every second of so many entries waiting, and who has sent them.
    private static func waiting(_ count: UInt64, settings: GossipSettings = GossipSettings()) throws
        -> (mesh: TestMesh, bravo: HandmadePeer)
    {
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let post = HandmadePeer.post([0x78])
        for number in 1...count {
            try bravo.send([post], of: "zulu", from: 2 * number, to: &mesh.nodes[0], at: mesh.now)
        }
        return (mesh, bravo)
    }

    /// What a node has to do for a gap of so many channels across entries that wait, the time it takes, the best of three,
    /// and the node.
    private static func taken(ofChannels channels: UInt8, across count: UInt64) throws
        -> (work: Int, time: Duration, node: GossipNode)
    {
        var best = try takenOnce(ofChannels: channels, across: count)
        for _ in 0..<2 {
            best.time = try min(best.time, takenOnce(ofChannels: channels, across: count).time)
        }
        return best
    }

    private static func takenOnce(ofChannels channels: UInt8, across count: UInt64) throws
        -> (work: Int, time: Duration, node: GossipNode)
    {
        var (mesh, bravo) = try waiting(count)
        let before = mesh.nodes[0].counters.work.items
        let gap = HandmadePeer.gap(2 * count + 1, ofChannels: channels)
        let time = try processorTime {
            try bravo.send([gap], of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        }
        return (mesh.nodes[0].counters.work.items - before, time, mesh.nodes[0])
    }

    @Test func `across thousands of entries that wait hardly grows with the channels that they count apart`() throws {
        let count: UInt64 = 2000
        let few = try Self.taken(ofChannels: 1, across: count)
        let many = try Self.taken(ofChannels: 64, across: count)

        // Sixty-four times as much where each part counts all of them.
        #expect(many.time * 2 < few.time * 5)
        #expect(many.work > few.work + GossipLimits().namesInParts / 2)
        #expect(many.node.logs.origins.namingBytes < LogStore.leastNamingBytes)
        // All is counted, though not each under its name.
        for node in [few.node, many.node] {
            #expect(node.counters.received == Int(count))
            #expect(node.counters.lost == count + 1)
            node.checkInvariants()
        }
    }

    @Test func `that are left to others is the same however many entries wait`() throws {
        let counts = (few: 100, many: 6000)
        // No state is known as of its end. As often as a peer likes, in 30 bytes each.
        let frame = HandmadePeer.origin("zulu") + [4, 1] + HandmadePeer.gap(200_000, messages: 0)
        let frames = Array(repeatElement(DatagramPathTests.frame(3, frame), count: 300).joined())
        var waiting: [Int: (node: GossipNode, link: Int)] = [:]
        for count in [counts.few, counts.many] {
            var mesh = TestMesh(1)
            let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
            for first in stride(from: 0, to: count, by: 2000) {
                let posts = (first..<min(first + 2000, count)).map { _ in HandmadePeer.post([0x78]) }
                try bravo.send(posts, of: "zulu", from: UInt64(first) + 2, to: &mesh.nodes[0], at: mesh.now)
            }
            waiting[count] = (mesh.nodes[0], bravo.link)
        }
        let now = TestMesh(0).now
        let growth = try growthOfTime(from: counts.few, to: counts.many) { count in
            guard var node = waiting[count]?.node, let link = waiting[count]?.link else { return }
            try node.receive(frames.span, on: link, at: now)
            #expect(node.counters.received == 0 && node.counters.lost == 0)
        }
        // For sixty times as many.
        #expect(growth < 8)
    }

    @Test func `that reach over what is known is paid by how much of that is looked at`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let posts = (0..<400).map { _ in HandmadePeer.post([0x78]) }
        try bravo.send(posts, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        let before = mesh.nodes[0].counters.work.items

        let gap = [HandmadePeer.gap(401, messages: 0)]
        try bravo.send(gap, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.work.items - before == 2 + 400 / 8)
    }
}
