import Gossip
import Testing

/// A state that is ahead of its log is somebody's word: a node that catches up has it from one that is further, or from a liar.
@Suite("A state ahead of its log", .computing) struct MadeUpStateTests {
    /// Tells a node that nobody but mallory is at alpha, and goes.
    private static func lie(to node: Int, as name: String = "echo", in mesh: inout TestMesh) throws {
        let echo = try HandmadePeer(name, of: &mesh.nodes[node], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1 << 40, links: ["bravo"], user: "mallory")]
        try echo.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[node], at: mesh.now)
        #expect(mesh.usernames(at: node) == ["mallory"])
        mesh.nodes[node].closeLink(echo.link, reason: .disconnected("gone"), at: mesh.now)
        mesh.settle()
    }

    /// Alpha is known to charlie and delta by bravo alone.
    private static func fork(settings: GossipSettings = GossipSettings()) -> (mesh: TestMesh, wires: [Int: Int]) {
        var mesh = TestMesh(4, settings: settings)
        mesh.connect(0, 1)
        let wires = [2: mesh.connect(2, 1), 3: mesh.connect(3, 1)]
        mesh.join("ana", at: 0)
        mesh.settle()
        return (mesh, wires)
    }

    /// Whether all see who is at alpha.
    private static func isTruthSeen(in mesh: TestMesh) -> Bool {
        (1...3).allSatisfy { mesh.usernames(at: $0) == mesh.usernames(at: 0) }
    }

    // With one entry kept of the two that somebody misses, nobody brings the second one without a state.
    @Test(arguments: [256, 1]) func `does not go in circles once the liar is gone`(stateEntries: Int) throws {
        var settings = GossipSettings()
        settings.limits.stateEntries = stateEntries
        var (mesh, wires) = Self.fork(settings: settings)
        try Self.lie(to: 2, in: &mesh)
        mesh.run(milliseconds: 5000)
        try Self.lie(to: 3, in: &mesh)

        for round in 0..<12 {
            mesh.run(milliseconds: 6000)
            // Twenty seconds are over.
            #expect(round < 3 || Self.isTruthSeen(in: mesh), "round \(round)")
            // By turns each misses what alpha says, and has it from the other.
            let (late, early) = round.isMultiple(of: 2) ? (2, 3) : (3, 2)
            mesh.cut(try #require(wires[late]))
            for name in ["first", "second"] { mesh.join("\(name) of \(round)", at: 0) }
            mesh.settle()
            let detour = mesh.connect(late, early)
            mesh.settle()
            mesh.cut(detour)
            wires[late] = mesh.connect(late, 1)
            mesh.settle()
        }
        mesh.run(milliseconds: 2000)
        #expect(Self.isTruthSeen(in: mesh))
        #expect(mesh.nodes.allSatisfy { $0.unconfirmedNodes.isEmpty })
    }

    @Test func `gives way to the truth, however long nobody told it, and goes to nobody else`() throws {
        var (mesh, wires) = Self.fork()
        try Self.lie(to: 2, in: &mesh)
        mesh.cut(try #require(wires[2]))
        mesh.run(milliseconds: 200_000)
        #expect(mesh.nodes[2].unconfirmedNodes == ["alpha"])

        mesh.connect(2, 3)
        // It is asked for once a minute.
        mesh.run(milliseconds: 65_000)
        #expect(Self.isTruthSeen(in: mesh) && mesh.nodes[2].unconfirmedNodes.isEmpty)
    }

    @Test func `is given to nobody who can do without it`() throws {
        var mesh = TestMesh(4)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.join("ana", at: 0)
        mesh.settle()
        try Self.lie(to: 2, in: &mesh)
        mesh.connect(2, 3)
        mesh.settle()

        #expect(mesh.usernames(at: 2) == ["mallory"])
        #expect(mesh.usernames(at: 3) == ["ana"])
    }

    @Test func `is put right in a busy mesh too, by everybody at once`() throws {
        var mesh = TestMesh(5)
        for node in 0..<4 { mesh.connect(node, node + 1) }
        mesh.join("ana", at: 0)
        mesh.settle()
        for (node, liar) in zip(2...4, ["foxtrot", "golf", "hotel"]) { try Self.lie(to: node, as: liar, in: &mesh) }
        // Something is always on its way when somebody asks.
        for number in 0..<1100 {
            mesh.run(milliseconds: 10)
            mesh.post("x", at: 0)
            if number.isMultiple(of: 100) { mesh.join("guest \(number)", at: 0) }
        }

        #expect(mesh.usernames(at: 1).count == 12)
        #expect((2...4).allSatisfy { mesh.usernames(at: $0) == mesh.usernames(at: 0) })
    }

    @Test func `brings those behind it all there is while its log catches up, and is confirmed then`() {
        var mesh = TestMesh(4)
        for number in 0..<300 { mesh.join("user \(number)", at: 0) }
        for _ in 0..<3000 { mesh.post(String(repeating: "x", count: 100), at: 0) }
        for node in 0..<3 { mesh.connect(node, node + 1) }
        // Less than it takes until anybody is asked again.
        mesh.run(milliseconds: 500)

        #expect((1...3).allSatisfy { mesh.usernames(at: $0).count == 300 })
        #expect(mesh.transcripts.allSatisfy { $0 == mesh.transcripts[0] })
        #expect(mesh.nodes.allSatisfy { $0.unconfirmedNodes.isEmpty })
    }

    // It is believed, doubted, and changes with its log again.
    @Test(arguments: [0, 15, 100]) func `keeps nobody from what stands behind a gap, though nobody has the rest`(
        seconds: Int
    ) throws {
        var mesh = TestMesh(2)
        let hotel = try HandmadePeer("hotel", of: &mesh.nodes[0], at: mesh.now)
        let items = [
            HandmadePeer.snapshot(at: 100), HandmadePeer.gap(10, messages: 4), HandmadePeer.post([0x78]),
            HandmadePeer.gap(10, messages: 4),
        ]
        try hotel.send(items, of: "golf", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].closeLink(hotel.link, reason: .disconnected("gone"), at: mesh.now)
        mesh.run(milliseconds: 1000 * seconds)
        #expect(mesh.nodes[0].unconfirmedNodes == ["golf"])

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.log(of: 1) == "x")
        #expect(mesh.nodes.map(\.counters.lost) == [8, 8])
    }

    @Test(arguments: [15, 100]) func `that was right is shown again, and gives way once somebody has the log so far`(
        seconds: Int
    ) throws {
        var mesh = TestMesh(1)
        var hotel = try HandmadePeer("hotel", of: &mesh.nodes[0], at: mesh.now)
        let links = [HandmadePeer.links(to: ["alpha", "golf"])]
        try hotel.send(links, of: "hotel", from: 1, to: &mesh.nodes[0], at: mesh.now)
        let gap = HandmadePeer.gap(10, messages: 4)
        let early = [HandmadePeer.snapshot(at: 100, links: ["hotel"], user: "ana"), gap]
        try hotel.send(early, of: "golf", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ana"])
        mesh.nodes[0].closeLink(hotel.link, reason: .disconnected("gone"), at: mesh.now)
        mesh.run(milliseconds: 1000 * seconds)
        #expect(mesh.usernames(at: 0) == [])

        hotel = try HandmadePeer("hotel", of: &mesh.nodes[0], at: mesh.now)
        let late = HandmadePeer.snapshot(at: 120, links: ["hotel"], user: "ben")
        try hotel.send([late], of: "golf", from: 11, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ana"])

        try hotel.announce(120, of: "golf", to: &mesh.nodes[0], at: mesh.now)
        let rest = [late, HandmadePeer.gap(110, messages: 4)]
        try hotel.send(rest, of: "golf", from: 11, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ben"])
        #expect(mesh.nodes[0].unconfirmedNodes.isEmpty)
    }
}
