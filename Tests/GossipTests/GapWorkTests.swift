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

    /// What a node has to do for a gap of so many channels across entries that wait, the time it takes, and the node.
    private static func taken(ofChannels channels: UInt8, across count: UInt64) throws
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
        #expect(many.work > few.work + GossipNode.namesInParts / 2)
        #expect(many.node.logs.origins.namingBytes < LogStore.leastNamingBytes)
        // All is counted, though not each under its name.
        for node in [few.node, many.node] {
            #expect(node.counters.received == Int(count))
            #expect(node.counters.lost == count + 1)
            node.checkInvariants()
        }
    }
}
