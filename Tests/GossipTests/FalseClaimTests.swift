import Bytes
import Gossip
import Testing

/// What a member says of another is believed, as far as that can be made good again.
@Suite("A member that tells lies of another", .computing) struct FalseClaimTests {
    private static let now: UInt64 = 1_700_000_000_000
    private static let tenYears: UInt64 = 10 * 365 * 86_400_000_000

    /// The largest epoch that nodes of a ``TestMesh`` count: their clocks stand before 2026.
    private static let lastEpoch = 1_767_225_600_000_000 + tenYears

    @Test(arguments: [lastEpoch + 1, 1 << 53])
    func `keeps nobody out with a run that cannot have begun`(epoch: UInt64) throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[1], at: mesh.now)
        let post = [HandmadePeer.post([0x78])]
        try charlie.send(post, of: "alpha", epoch: epoch, from: 1, to: &mesh.nodes[1], at: mesh.now)
        mesh.run(milliseconds: 100)

        #expect(mesh.nodes[0].epoch == Self.now)
        #expect(mesh.nodes[1].nodeReports.map(\.name) == ["alpha", "bravo"])
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
    }

    @Test func `keeps nobody out with one that can: it is answered by a later one`() throws {
        var mesh = TestMesh(2)
        mesh.now.wall = Int64(1_767_225_600_000) * 1000
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[1], at: mesh.now)
        let post = [HandmadePeer.post([0x78])]
        try charlie.send(post, of: "alpha", epoch: Self.lastEpoch, from: 1, to: &mesh.nodes[1], at: mesh.now)
        mesh.run(milliseconds: 15_000)

        #expect(mesh.nodes[0].epoch > Self.lastEpoch)
        #expect(mesh.nodes[1].nodeReports.map(\.name) == ["alpha", "bravo"])
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "xa")
    }

    @Test func `keeps nobody out with the state of a run that has no entries`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.join("ana", at: 0)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[1], at: mesh.now)
        let state = [HandmadePeer.snapshot(at: 3, links: ["bravo"])]
        try charlie.send(state, of: "alpha", epoch: Self.now + 5, from: 1, to: &mesh.nodes[1], at: mesh.now)
        mesh.run(milliseconds: 1000)
        #expect(mesh.usernames(at: 1) == ["ana"])
        #expect(mesh.nodes[1].nodeReports.map(\.epoch) == [Self.now, Self.now])

        // With an entry it is a run, whose users are there, and its node answers with a later one.
        let entry = [HandmadePeer.links(to: ["bravo"]), HandmadePeer.links(to: [])]
        try charlie.send(entry, of: "alpha", epoch: Self.now + 5, from: 1, to: &mesh.nodes[1], at: mesh.now)
        mesh.run(milliseconds: 15_000)
        #expect(mesh.nodes[0].epoch > Self.now + 5)
        #expect(mesh.usernames(at: 1) == ["ana"])
        #expect(mesh.nodes[1].nodeReports.map(\.epoch) == [mesh.nodes[0].epoch, Self.now])
    }

    @Test func `is not asked for ever for what it does not have`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[1], at: mesh.now)
        try charlie.announce(1 << 40, of: "alpha", to: &mesh.nodes[1], at: mesh.now)
        #expect(mesh.nodes[1].queues.wants == 1)
        var asked = 0
        for _ in 0..<200 {
            mesh.run(milliseconds: 100)
            // It is there, and says nothing of what it was asked for.
            try charlie.say(10, [], to: &mesh.nodes[1], at: mesh.now)
            asked += try charlie.heard(from: &mesh.nodes[1], at: mesh.now).count { $0 == .ask }
        }

        #expect((5...10).contains(asked))
        #expect(mesh.nodes[1].queues.wants == 0)
        mesh.post("a", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "a")
    }

    @Test func `is not asked again and again when its answers have nothing in them`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        // What is below does not exist.
        try bravo.send([HandmadePeer.post([0x78])], of: "zulu", from: 5, to: &mesh.nodes[0], at: mesh.now)
        var asked = 0
        for _ in 0..<3000 {
            mesh.run(milliseconds: 10)
            let questions = try bravo.heard(from: &mesh.nodes[0], at: mesh.now).count { $0 == .ask }
            asked += questions
            guard questions > 0 else { continue }
            try bravo.send([], of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        }

        #expect((5...20).contains(asked))
        #expect(mesh.nodes[0].queues.wants == 0)
        #expect(mesh.nodes[0].queues.earlyBytes == 0)
    }

    @Test func `is not waited for with a run before which it says another was`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let link = HandmadePeer.previous(epoch: Self.now - 9, upTo: 7)
        try bravo.send([link], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].queues.wants == 2)
        for _ in 0..<300 {
            mesh.run(milliseconds: 100)
            try bravo.say(10, [], to: &mesh.nodes[0], at: mesh.now)
        }

        #expect(mesh.nodes[0].queues.wants == 0)
        #expect(mesh.nodes[0].queues.earlyBytes == 0)
    }

    /// Has somebody tell the first node of a user of zulu's whom zulu's log does not confirm, and waits until that is doubted.
    private func tell(_ mesh: inout TestMesh, ofAStateThatIsDoubted user: String) throws -> HandmadePeer {
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let items = [HandmadePeer.snapshot(at: 9, user: user), HandmadePeer.post([0x78])]
        try charlie.send(items, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        // That takes ten seconds.
        for _ in 0..<130 {
            mesh.run(milliseconds: 100)
            try charlie.say(10, [], to: &mesh.nodes[0], at: mesh.now)
        }
        return charlie
    }

    @Test func `is believed of nodes that can be told, until their logs are as far`() throws {
        var mesh = TestMesh(1)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        // A state alone is no run of the node.
        let state = [HandmadePeer.snapshot(at: 3, user: "eve")]
        try charlie.send(state, of: "zulu", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].unconfirmedNodes.isEmpty)

        let post = HandmadePeer.post([0x78])
        try charlie.send([post, post], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].unconfirmedNodes == ["zulu"])

        // Nobody has looked at it since.
        try charlie.send([post], of: "zulu", from: 3, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].unconfirmedNodes.isEmpty)
    }

    @Test func `is believed while it is doubted, until somebody knows better or the node has another run`() throws {
        var mesh = TestMesh(1)
        let charlie = try tell(&mesh, ofAStateThatIsDoubted: "eve")
        #expect(mesh.nodes[0].unconfirmedNodes == ["zulu"])

        var other = mesh
        let state = [HandmadePeer.snapshot(at: 1)]
        try charlie.send(state, of: "zulu", from: 1, asAnswer: true, to: &other.nodes[0], at: mesh.now)
        #expect(other.nodes[0].unconfirmedNodes.isEmpty)

        let (post, epoch) = (HandmadePeer.post([0x78]), HandmadePeer.epoch + 1)
        try charlie.send([post], of: "zulu", from: 2, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].unconfirmedNodes == ["zulu"])
        try charlie.send([post], of: "zulu", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].unconfirmedNodes.isEmpty)
    }

    @Test func `ends no link of others, and spoils no disk, with a state that its log does not confirm`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        _ = try tell(&mesh, ofAStateThatIsDoubted: "eve")
        let wire = mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        #expect(mesh.log(of: 1) == "x")

        var disk = TestDisk()
        disk.beginStretch(with: mesh.nodes[0])
        mesh.cut(wire)
        // It reads its own checkpoint, which has no messages.
        try mesh.restart(0, from: disk)
        #expect(mesh.log(of: 0).isEmpty)
    }

    @Test func `puts nobody out of order whose entry comes although a later one was claimed`() throws {
        var mesh = TestMesh(2)
        let charlie = try tell(&mesh, ofAStateThatIsDoubted: "eve")
        try charlie.send([HandmadePeer.join("ana")], of: "zulu", from: 2, to: &mesh.nodes[0], at: mesh.now)

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        var disk = TestDisk()
        disk.beginStretch(with: mesh.nodes[0])
        try mesh.restart(0, from: disk)
    }

    @Test func `gets no link under an epoch that cannot be`() throws {
        var mesh = TestMesh(1)
        let link = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now)
        let hello = HandmadePeer.hello("bravo", epoch: Self.lastEpoch + 1)
        let frame = DatagramPathTests.frame(1, hello)
        #expect(throws: LinkError.impossibleEpoch("bravo", Self.lastEpoch + 1)) {
            try mesh.nodes[0].receive(frame.span, on: link, at: mesh.now)
        }
    }

    @Test func `does not hide the users of its peer's own neighbour`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.join("ana", at: 0)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[1], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1000, links: ["bravo"])]
        try charlie.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[1], at: mesh.now)
        #expect(mesh.usernames(at: 1) == ["ana"])

        mesh.join("ben", at: 0)
        mesh.settle()
        #expect(mesh.usernames(at: 1) == ["ana", "ben"])
    }

    @Test func `does not freeze the users of a node further away for good`() throws {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.join("ana", at: 0)
        mesh.settle()
        let delta = try HandmadePeer("delta", of: &mesh.nodes[2], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1 << 40, links: ["bravo"])]
        try delta.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[2], at: mesh.now)
        mesh.join("ben", at: 0)
        mesh.run(milliseconds: 11_000)

        #expect(mesh.usernames(at: 2) == ["ana", "ben"])
        mesh.join("eve", at: 0)
        mesh.settle()
        #expect(mesh.usernames(at: 2) == ["ana", "ben", "eve"])
    }

    @Test func `is put right at any distance as soon as it is doubted`() throws {
        var mesh = TestMesh(5)
        for node in 0..<4 { mesh.connect(node, node + 1) }
        mesh.join("ana", at: 0)
        mesh.settle()
        for (node, name) in zip(2..., ["foxtrot", "golf", "hotel"]) {
            let peer = try HandmadePeer(name, of: &mesh.nodes[node], at: mesh.now)
            let snapshot = [HandmadePeer.snapshot(at: 1 << 40, links: ["bravo"])]
            try peer.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[node], at: mesh.now)
        }
        mesh.join("ben", at: 0)
        mesh.settle()
        #expect((2...4).allSatisfy { mesh.usernames(at: $0) == [] })
        mesh.run(milliseconds: 12_000)

        #expect((1...4).allSatisfy { mesh.usernames(at: $0) == ["ana", "ben"] })
    }

    @Test func `makes a node begin a new run when it tells of entries that this one never made`() throws {
        var mesh = TestMesh(1)
        mesh.nodes[0].finishStart()
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1000)]
        try bravo.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.nodes[0].epoch > Self.now)
    }

    @Test func `loses the users of nobody when a gap comes without the state that it hides`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let links = HandmadePeer.links(to: ["alpha"])
        try bravo.send([links, HandmadePeer.join("ana")], of: "bravo", from: 1, to: &mesh.nodes[0], at: mesh.now)
        // Datagrams overtake each other: the snapshot is still on its way.
        let gap = HandmadePeer.item(6, [5, 0])
        try bravo.send([gap], of: "bravo", from: 3, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.join("ben")], of: "bravo", from: 8, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ana"])

        let snapshot = HandmadePeer.snapshot(at: 7, links: ["alpha"])
        try bravo.send([snapshot, gap], of: "bravo", from: 3, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ben"])
    }
}
