import Gossip
import Testing

@Suite("What a node remembers", .computing) struct BoundsTests {
    @Test func `passes a snapshot on to a node two hops away`() {
        var mesh = TestMesh(3)
        mesh.join("first", at: 0)
        for _ in 0..<1000 {
            if let claim = mesh.join("guest", at: 0) { mesh.nodes[0].leave(claim, at: mesh.now) }
        }
        mesh.connect(0, 1)
        mesh.settle()

        mesh.connect(1, 2)
        mesh.settle()

        #expect(mesh.usernames(at: 2) == ["first"])
    }

    @Test func `tells the nodes behind it at once what can no longer be had`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        var mesh = TestMesh(5, settings: settings)
        for node in 1..<4 { mesh.connect(node, node + 1) }
        for _ in 0..<30 { mesh.post("x", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        mesh.settle()

        mesh.connect(0, 1)
        mesh.run(milliseconds: 900)

        #expect(mesh.nodes.dropFirst().map(\.counters.lost) == [20, 20, 20, 20])
    }

    @Test func `does not grow with messages while nobody is linked, or a peer does not read`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        var mesh = TestMesh(2, settings: settings)
        mesh.connect(0, 1)
        mesh.settle()

        for _ in 0..<70 {
            for _ in 0..<1000 { mesh.post("x", at: 0) }
            mesh.nodes[0].enforceRetention(at: mesh.now)
        }
        #expect(mesh.nodes[0].queues.arrivals == 1 << 16)

        mesh.settle()
        #expect(mesh.transcripts[0] == mesh.transcripts[1])
    }

    @Test func `holds back no more than eight MiB above what is missing, of however many logs`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let large = HandmadePeer.post([UInt8](repeating: 0x78, count: 300_000))
        for origin in 0..<12 {
            try bravo.send([large, large, large], of: "node\(origin)", from: 2, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].queues.earlyBytes <= 8 << 20)
        #expect(mesh.nodes[0].queues.earlyBytes > 8 << 20 - 300_000)

        // What there was no room for is asked for once more, and there is room again.
        for origin in 0..<12 {
            try bravo.send([large], of: "node\(origin)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].queues.earlyBytes == 0)
        #expect(mesh.nodes[0].counters.received == 9 * 4 + 3)
        #expect(try bravo.heard(from: &mesh.nodes[0], at: mesh.now).contains(.ask))
    }

    @Test func `ignores links to more nodes than any mesh has, and goes on`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for round in 0..<17 {
            let names = (0..<4096).map { "node\(round * 4096 + $0)" }
            let sequence = UInt64(round) + 1
            let links = HandmadePeer.links(to: names)
            try bravo.send([links], of: "bravo", from: sequence, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].queues.names == 1 << 16)

        let last = HandmadePeer.links(to: ["alpha"])
        try bravo.send([last], of: "bravo", from: 18, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].nodeReports.map(\.name) == ["alpha", "bravo"])
    }

    @Test func `ignores users beyond a hundred thousand of one run`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for batch in 0..<101 {
            let joins = (0..<1000).map { HandmadePeer.join("\(batch * 1000 + $0)") }
            let sequence = UInt64(batch) * 1000 + 1
            try bravo.send(joins, of: "bravo", from: sequence, to: &mesh.nodes[0], at: mesh.now)
        }
        try bravo.send(
            [HandmadePeer.links(to: ["alpha"])],
            of: "bravo",
            from: 101_001,
            to: &mesh.nodes[0],
            at: mesh.now
        )

        #expect(mesh.nodes[0].userReports.count == 100_000)
        #expect(mesh.usernames(at: 0).count == 100_000)
    }
}
