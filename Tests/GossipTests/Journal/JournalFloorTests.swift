import Testing

@testable import Gossip

@Suite("What was let go to make room", .computing) struct JournalFloorTests {
    /// How many messages two nodes hold after one of them was started again from its disk.
    ///
    /// A large message takes the room of a small one in a quiet channel, and goes when another one of its own channel
    /// comes: then there would be room for both.
    private static func counts(startingAnew: [Int], inStretches: Bool) throws -> [Int] {
        var settings = GossipSettings()
        settings.frameBytes = 24_000
        settings.retention.messages = 1
        settings.retention.bytes = 24_500
        var mesh = TestMesh(2, settings: settings)
        var disks = [TestDisk(), TestDisk()]
        for node in 0..<2 { mesh.startJournal(of: node) }
        mesh.connect(0, 1)
        for (channel, byteCount) in [("quiet", 2000), ("busy", 23_500), ("busy", 10)] {
            let number = mesh.nodes[0].openChannel(.relay, named: Array(channel.utf8))
            mesh.now.wall += 1000
            _ = mesh.nodes[0].post(Span(), [UInt8](repeating: 7, count: byteCount).span, in: number, at: mesh.now)
            mesh.nodes[0].closeChannel(number)
            mesh.settle()
            Self.endTurn(of: &mesh, &disks)
        }
        for node in startingAnew {
            if inStretches { disks[node].beginStretch(with: mesh.nodes[node]) }
            try mesh.restart(node, from: disks[node])
            disks[node].beginStretch(with: mesh.nodes[node])
            Self.endTurn(of: &mesh, &disks)
            mesh.connect(0, 1)
            for _ in 0..<80 {
                mesh.run(milliseconds: 100)
                Self.endTurn(of: &mesh, &disks)
            }
        }
        return mesh.nodes.map { node in node.channels.reduce(0) { $0 + ($1?.messageCount ?? 0) } }
    }

    private static func endTurn(of mesh: inout TestMesh, _ disks: inout [TestDisk]) {
        for node in 0..<2 {
            var grown: [Int] = []
            disks[node].write(from: &mesh.nodes[node])
            mesh.nodes[node].takeGrownChannels(into: &grown)
            repeat { mesh.nodes[node].enforceRetention(at: mesh.now) } while mesh.nodes[node].hasRetentionWork
            // That is written in the next turn, before anybody is told.
            disks[node].write(from: &mesh.nodes[node])
        }
    }

    @Test(arguments: [[], [0], [1], [0, 1], [1, 0, 1]], [false, true])
    func `does not come back when nodes start again`(nodes: [Int], inStretches: Bool) throws {
        #expect(try Self.counts(startingAnew: nodes, inStretches: inStretches) == [1, 1])
    }
}
