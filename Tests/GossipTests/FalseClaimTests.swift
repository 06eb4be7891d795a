import Bytes
import Gossip
import Testing

/// What a member says of another is believed, as far as that can be made good again.
@Suite("A member that tells lies of another") struct FalseClaimTests {
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

    @Test func `gets no link under an epoch that cannot be`() throws {
        var mesh = TestMesh(1)
        let link = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: mesh.now)
        var hello = Array("MESH".utf8) + [1] + HandmadePeer.origin("bravo", epoch: Self.lastEpoch + 1)
        hello.append(bigEndian: UInt64(7))
        hello.append(varint: 1 << 20)
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
        let gap: [UInt8] = [6, 5, 0]
        try bravo.send([gap], of: "bravo", from: 3, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        try bravo.send([HandmadePeer.join("ben")], of: "bravo", from: 8, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ana"])

        let snapshot = HandmadePeer.snapshot(at: 7, links: ["alpha"])
        try bravo.send([snapshot, gap], of: "bravo", from: 3, asAnswer: true, to: &mesh.nodes[0], at: mesh.now)
        #expect(mesh.usernames(at: 0) == ["ben"])
    }
}
