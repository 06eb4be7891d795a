import Gossip
import Testing

@Suite("The order of history", .computing) struct HistoryOrderTests {
    private static let hour: Int64 = 3_600_000_000

    private func history(of node: Int, in mesh: inout TestMesh) -> String {
        var (reading, _) = mesh.nodes[node].replay(history: 100, in: mesh.rooms[node])
        return ReplayTests.read(&reading, at: node, in: &mesh).text
    }

    @Test(arguments: [-25, -1, 1, 25] as [Int64])
    func `has an answer behind its question, however wrong a clock is`(hours: Int64) {
        var mesh = TestMesh(2)
        mesh.wallOffsets[0] = hours * Self.hour
        mesh.connect(0, 1)
        for (text, node) in zip(["a", "b", "c", "d"], [0, 1, 0, 1]) {
            mesh.post(text, at: node)
            mesh.settle()
        }

        #expect((0..<2).map { history(of: $0, in: &mesh) } == ["abcd", "abcd"])
    }

    @Test func `keeps the order in which a node posted when its clock is set back`() {
        var mesh = TestMesh(1)
        mesh.now.wall += 25 * Self.hour
        mesh.post("a", at: 0)
        mesh.now.wall -= 25 * Self.hour
        let back = mesh.post("b", at: 0)
        mesh.post("c", at: 0)

        #expect(history(of: 0, in: &mesh) == "abc")
        #expect(back.time == mesh.now.wall - 1 && back.rank > back.time)
    }

    @Test func `is that of time where clocks are right, whoever heard what first`() {
        var mesh = TestMesh(2)
        for (text, node) in zip(["a", "b", "c", "d"], [0, 1, 1, 0]) {
            let stamp = mesh.post(text, at: node)
            #expect(stamp.rank == stamp.time)
        }
        mesh.connect(0, 1)
        mesh.settle()

        #expect((0..<2).map { history(of: $0, in: &mesh) } == ["abcd", "abcd"])
    }

    @Test func `gives neither twice nor too little where the copy that was read is let go`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 4
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let posts: [(text: UInt8, key: UInt64?)] = [(120, 7), (97, nil), (121, 7), (98, nil)]
        let items = posts.map { HandmadePeer.post([$0.text], key: $0.key) }
        try bravo.send(items, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)

        var (reading, _) = mesh.nodes[0].replay(history: 3, in: mesh.rooms[0])
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh, steps: 1, limit: 1).text == "x")
        mesh.post("c", at: 0)
        repeat { mesh.nodes[0].enforceRetention(at: mesh.now) } while mesh.nodes[0].hasRetentionWork
        #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount == 4)
        let (text, last) = ReplayTests.read(&reading, at: 0, in: &mesh, limit: 1)
        #expect(text == "abc" && last == .live)
    }
}
