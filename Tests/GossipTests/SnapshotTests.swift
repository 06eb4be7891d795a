import Gossip
import Testing

@Suite("Users who came so many that their entries are folded away", .computing) struct SnapshotTests {
    @Test func `reach a node that hears of them from one that has only a snapshot`() {
        var mesh = TestMesh(3)
        for number in 0..<300 { mesh.join("user \(number)", at: 0) }
        mesh.connect(0, 1)
        mesh.settle()
        mesh.connect(1, 2)
        mesh.settle()

        #expect(mesh.usernames(at: 2).count == 300)
    }

    @Test func `reach it also when it knew the first of them`() {
        var mesh = TestMesh(3)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        for number in 0..<300 { mesh.join("user \(number)", at: 0) }
        mesh.settle()

        #expect(mesh.usernames(at: 2).count == 300)
    }

    @Test func `reach a node whose messages must be much shorter than the list of them`() {
        var settings = GossipSettings()
        settings.frameBytes = 1024
        var mesh = TestMesh(2, settings: settings)
        for number in 0..<2000 { mesh.join("a user with a number, and that number is \(number)", at: 0) }
        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.usernames(at: 1).isEmpty, "they are too many for one turn")
        mesh.run(milliseconds: 100)

        #expect(mesh.usernames(at: 1).count == 2000)
    }

    @Test func `reach a neighbour as far as they fit into the longest frame`() throws {
        var mesh = TestMesh(2)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        for batch in 0..<34 {
            let joins = (0..<1000).map { number in
                let name = String(batch * 1000 + number)
                return HandmadePeer.join(
                    String(repeating: "u", count: 256 - name.utf8.count) + name,
                    in: String(repeating: "c", count: 255)
                )
            }
            let sequence = UInt64(batch) * 1000 + 1
            try charlie.send(joins, of: "charlie", from: sequence, to: &mesh.nodes[0], at: mesh.now)
        }
        let links = [HandmadePeer.links(to: ["alpha"])]
        try charlie.send(links, of: "charlie", from: 34_001, to: &mesh.nodes[0], at: mesh.now)
        let first = mesh.nodes[0].userReports.count
        #expect(first > 29_000)

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[1].linkReports.map(\.peer) == ["alpha"])
        #expect(mesh.nodes[1].userReports.count == first)

        // Who goes makes room for others.
        try charlie.send(
            [HandmadePeer.leave(1), HandmadePeer.join("ana")],
            of: "charlie",
            from: 34_002,
            to: &mesh.nodes[0],
            at: mesh.now
        )
        mesh.run(milliseconds: 1000)
        #expect(mesh.usernames(at: 1) == ["ana"])
        var disk = TestDisk()
        disk.beginStretch(with: mesh.nodes[1])
        try mesh.restart(1, from: disk)
    }
}
