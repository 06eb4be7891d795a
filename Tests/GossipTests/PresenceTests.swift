import Gossip
import Testing

@Suite("Presence", .computing) struct PresenceTests {
    @Test func `shows the users of every reachable node, sorted by scalars`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        for (node, name) in ["zoë", "Ann", "bob"].enumerated() {
            mesh.join(name, at: node)
        }
        mesh.settle()
        for node in 0..<3 { #expect(mesh.usernames(at: node) == ["Ann", "bob", "zoë"]) }
    }

    @Test(arguments: [["bravo", "charlie"], ["charlie", "bravo"]])
    func `names the same node of a user whose connections claim alike, whichever came first`(order: [String]) throws {
        var mesh = TestMesh(1)
        for name in order {
            let peer = try HandmadePeer(name, of: &mesh.nodes[0], at: mesh.now)
            let entries = [HandmadePeer.links(to: ["alpha"]), HandmadePeer.join("ana")]
            try peer.send(entries, of: name, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        #expect(mesh.nodes[0].users(in: mesh.rooms[0]).map(\.node) == ["bravo"])
    }

    @Test func `refuses a name that is taken anywhere, also in another spelling of the same scalars`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let first = mesh.join("zoe\u{308}", at: 0)
        mesh.settle()
        let second = mesh.join("zo\u{EB}", at: 1)
        #expect(first != nil)
        #expect(second == nil)
    }

    @Test func `hides the users of nodes that went out of reach, and shows them again`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        let tail = mesh.connect(1, 2)
        mesh.settle()
        mesh.join("bob", at: 2)
        mesh.join("eve", at: 2)
        mesh.settle()
        mesh.events[0] = []

        mesh.cut(tail)
        mesh.settle()
        #expect(mesh.usernames(at: 0) == [])
        #expect(mesh.events[0].filter { $0 == .usersChanged(channel: mesh.rooms[0]) }.count == 1)
        #expect(mesh.nodes[0].nodeReports.map(\.name) == ["alpha", "bravo"])

        mesh.connect(1, 2)
        mesh.settle()
        #expect(mesh.usernames(at: 0) == ["bob", "eve"])
    }

    @Test func `counts each change of the nodes that can be reached, of their runs and of their addresses`() {
        var mesh = TestMesh(2)
        var counts = [mesh.nodes[0].nodeChangeCount]
        var reports = [mesh.nodes[0].nodeReports]
        func note(_ mesh: TestMesh) {
            counts.append(mesh.nodes[0].nodeChangeCount)
            reports.append(mesh.nodes[0].nodeReports)
        }
        let wire = mesh.connect(0, 1)
        mesh.settle()
        note(mesh)
        mesh.nodes[1].advertise(http: "127.0.0.1:8082", url: "http://bravo", at: mesh.now)
        mesh.settle()
        note(mesh)
        mesh.cut(wire)
        note(mesh)
        mesh.restart(1, epoch: 1_700_000_000_001)
        mesh.connect(0, 1)
        mesh.settle()
        note(mesh)

        for (earlier, later) in zip(counts, counts.dropFirst()) { #expect(earlier < later) }
        #expect(reports.map(\.count) == [1, 2, 2, 1, 2])
        #expect(reports[2].map(\.url) == ["", "http://bravo"])

        mesh.join("ana", at: 1)
        mesh.post("x", at: 1)
        mesh.settle()
        #expect(mesh.usernames(at: 0) == ["ana"] && mesh.nodes[0].nodeChangeCount == counts[4])
    }

    @Test func `lets the earlier of two claims stay when a partition heals`() throws {
        var mesh = TestMesh(2)
        let early = mesh.join("ana", at: 1)
        mesh.now.wall += 5000
        let late = mesh.join("ana", at: 0)

        mesh.connect(0, 1)
        mesh.run(milliseconds: 1100)

        let (first, second) = try (#require(early), #require(late))
        #expect(mesh.events[0].contains(.claimLost(second)))
        #expect(!mesh.events[1].contains(.claimLost(first)))
        mesh.nodes[0].leave(second, at: mesh.now)
        mesh.settle()
        #expect(mesh.usernames(at: 0) == ["ana"])
        #expect(mesh.nodes[1].userReports.map(\.node) == ["bravo"])
    }

    @Test func `travels as a snapshot to a node that comes after many joins and leaves`() {
        var mesh = TestMesh(2)
        mesh.join("first", at: 0)
        for _ in 0..<1000 {
            if let claim = mesh.join("guest", at: 0) {
                mesh.nodes[0].leave(claim, at: mesh.now)
            }
        }
        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.usernames(at: 1) == ["first"])
        #expect(mesh.nodes[1].counters.lost == 0)
    }

    @Test func `ends with the run: users of a restarted node are gone`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.join("ana", at: 0)
        mesh.settle()
        mesh.restart(0, epoch: 1_700_000_100_000)
        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.usernames(at: 1) == [])
    }
}
