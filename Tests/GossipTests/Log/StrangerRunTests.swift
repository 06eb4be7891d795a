import Testing

@testable import Gossip

@Suite("Runs of nodes that the own file does not name", .computing) struct StrangerRunTests {
    /// Alpha and bravo with little room for such runs, and somebody whom alpha takes for charlie.
    private static func mesh(room: Int) throws -> (mesh: TestMesh, charlie: HandmadePeer) {
        var settings = GossipSettings()
        settings.limits.strangerRuns = room
        var mesh = TestMesh(2, settings: settings)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        return (mesh, charlie)
    }

    /// Tells a node of runs with made-up names that have one message each.
    private static func flood(
        _ names: Range<Int>,
        from peer: HandmadePeer,
        to mesh: inout TestMesh
    ) throws {
        for name in names {
            try peer.send([HandmadePeer.post([97])], of: "n\(name)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
    }

    @Test func `take no room from nodes that it names, and from their later runs`() throws {
        var (mesh, charlie) = try Self.mesh(room: 20)
        mesh.connect(0, 1)
        mesh.settle()

        try Self.flood(0..<100, from: charlie, to: &mesh)
        #expect(mesh.nodes[0].counters.received == 20)
        #expect(mesh.nodes[0].counters.refusedRuns == 80)
        // Those that are known go on.
        try charlie.send([HandmadePeer.post([98])], of: "n7", from: 2, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.received == 21)

        try charlie.send([HandmadePeer.post([99])], of: "delta", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.restart(1, epoch: 1_700_000_000_009)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("heard", at: 1)
        mesh.run(milliseconds: 1000)

        #expect(mesh.nodes[0].counters.received == 23)
        #expect(mesh.log(of: 0).hasSuffix("heard"))
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `are waited for where they are known, also when there is no more room`() throws {
        var (mesh, charlie) = try Self.mesh(room: 2)
        let (old, new) = (HandmadePeer.epoch, HandmadePeer.epoch + 1)
        let first = [HandmadePeer.post([97])]
        try charlie.send(first, of: "zulu", epoch: old, from: 1, to: &mesh.nodes[0], at: mesh.now)
        let later = [HandmadePeer.previous(epoch: old, upTo: 2), HandmadePeer.post([99])]
        try charlie.send(later, of: "zulu", epoch: new, from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "a")

        let second = [HandmadePeer.post([98])]
        try charlie.send(second, of: "zulu", epoch: old, from: 2, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.log(of: 0) == "abc")
    }

    @Test func `are refused by who has no room, and that breaks no link`() throws {
        var (mesh, charlie) = try Self.mesh(room: 100)
        var settings = mesh.nodes[1].settings
        settings.limits.strangerRuns = 20
        mesh.nodes[1] = GossipNode(name: "bravo", epoch: 1_700_000_000_001, bootNonce: 9, settings: settings)
        mesh.rooms[1] = mesh.nodes[1].openChannel(.chat, named: Array("chat".utf8))
        mesh.connect(0, 1)
        mesh.settle()

        try Self.flood(0..<100, from: charlie, to: &mesh)
        mesh.run(milliseconds: 3000)
        mesh.post("x", at: 0)
        mesh.settle()
        mesh.post("y", at: 1)
        mesh.run(milliseconds: 3000)

        #expect(mesh.nodes[0].counters.received == 101)
        #expect(mesh.nodes[1].counters.received == 21)
        #expect(mesh.nodes[1].counters.refusedRuns >= 80)
        #expect(mesh.nodes[1].linkReports.count == 1 && mesh.wires[0].isUp)
        #expect(mesh.log(of: 0).hasSuffix("xy") && mesh.log(of: 1).hasSuffix("xy"))
    }

    @Test func `come once the file names them, though nothing new is said of them`() throws {
        var (mesh, charlie) = try Self.mesh(room: 100)
        var settings = mesh.nodes[1].settings
        settings.limits.strangerRuns = 20
        mesh.nodes[1] = GossipNode(name: "bravo", epoch: 1_700_000_000_001, bootNonce: 9, settings: settings)
        mesh.connect(0, 1)
        try Self.flood(0..<30, from: charlie, to: &mesh)
        mesh.run(milliseconds: 3000)
        #expect(mesh.nodes[1].counters.received == 20)

        settings.nodes = TestMesh.names + (0..<30).map { "n\($0)" }
        mesh.nodes[1].reconfigure(settings, at: mesh.now)
        mesh.run(milliseconds: 8000)
        #expect(mesh.nodes[1].counters.received == 30)
        #expect(mesh.nodes[1].clockHash == mesh.nodes[0].clockHash)
    }

    @Test func `have the room of their own once the file names them, and no more once it does not`() throws {
        var (mesh, charlie) = try Self.mesh(room: 20)
        try Self.flood(0..<30, from: charlie, to: &mesh)
        #expect(mesh.nodes[0].counters.received == 20)

        var settings = mesh.nodes[0].settings
        settings.nodes = TestMesh.names + ["n5", "n25"]
        mesh.nodes[0].reconfigure(settings, at: mesh.now)
        // One of those that take room has its own now, and so makes room for one more.
        try Self.flood(25..<30, from: charlie, to: &mesh)
        #expect(mesh.nodes[0].counters.received == 22)

        settings.nodes = TestMesh.names
        mesh.nodes[0].reconfigure(settings, at: mesh.now)
        try Self.flood(30..<35, from: charlie, to: &mesh)
        #expect(mesh.nodes[0].counters.received == 22)
        try charlie.send([HandmadePeer.post([98])], of: "n25", from: 2, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].counters.received == 23)
    }

    @Test func `of one name that the file has take no room from other names`() throws {
        var limits = GossipLimits()
        limits.strangerRuns = 4
        var room = RunRoom(limits)
        room.name(["alpha", "bravo"], having: [])
        room.count(limits.nodeRuns, of: "alpha")
        #expect(!room.hasRoom(for: "alpha", having: limits.nodeRuns))
        #expect(room.hasRoom(for: "bravo", having: 0) && room.hasRoom(for: "nobody", having: 0))
        room.count(4, of: "nobody")
        #expect(room.hasRoom(for: "bravo", having: 0) && !room.hasRoom(for: "somebody", having: 0))
        room.count(-1, of: "nobody")
        #expect(room.hasRoom(for: "somebody", having: 0))

        // In a mesh of very many nodes each has its share.
        let names = Set((0..<1000).map { "n\($0)" })
        room.name(names, having: [])
        #expect(room.hasRoom(for: "n1", having: 1000) && !room.hasRoom(for: "n1", having: 1100))
    }

    @Test func `of one name that the file has make room for its next run, the oldest first`() throws {
        var settings = GossipSettings()
        settings.limits.nodeRuns = 16
        settings.limits.wholeRuns = 4
        var mesh = TestMesh(2, settings: settings)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        for number in 0..<40 {
            let post = [HandmadePeer.post([UInt8(number % 26) + 97])]
            let epoch = 1_600_000_000_000 + UInt64(number)
            try charlie.send(post, of: "bravo", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].counters.received == 16)
        // What it has not read yet would keep runs open.
        mesh.nodes[0].closeLink(charlie.link, reason: .disconnected("gone"), at: mesh.now)

        // Bravo is refused at first, and heard as soon as the oldest are closed.
        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("-heard", at: 1)
        for _ in 0..<10 {
            mesh.run(milliseconds: 1000)
            for node in mesh.nodes.indices {
                var grown: [Int] = []
                mesh.nodes[node].takeGrownChannels(into: &grown)
                mesh.nodes[node].enforceRetention(at: mesh.now)
            }
        }

        #expect(mesh.log(of: 0).hasSuffix("p-heard"))
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }
}
