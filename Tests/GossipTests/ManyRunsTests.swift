import Bytes
import Gossip
import Testing

@Suite("A mesh of very many runs", .computing) struct ManyRunsTests {
    @Test func `is told of them in frames that the other side takes`() throws {
        var mesh = TestMesh(3)
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        mesh.connect(0, 1)
        mesh.settle()
        let name = String(repeating: "n", count: 58)
        for number in 0..<2000 {
            let post = HandmadePeer.post([0x78])
            try charlie.send([post], of: "\(name)\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        mesh.connect(1, 2)
        mesh.run(milliseconds: 2000)

        #expect(mesh.transcripts[1] == mesh.transcripts[0])
        #expect(mesh.transcripts[2] == mesh.transcripts[0])
        #expect(mesh.nodes[1].linkReports.count == 2)

        // Bravo got them all over the link that breaks now, so it grafts as many onto another at once.
        mesh.connect(0, 2)
        mesh.settle()
        mesh.cut(0)
        mesh.run(milliseconds: 1000)
        #expect(mesh.nodes[1].linkReports.count == 1)
    }

    @Test func `is asked for all of them, also when they are more than wait for an answer at once`() throws {
        var settings = GossipSettings()
        settings.limits.strangerRuns = 1 << 15
        var mesh = TestMesh(1, settings: settings)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let count = 1 << 14 + 1000
        for first in stride(from: 0, to: count, by: 500) {
            var body: [UInt8] = [0]
            for number in first..<min(first + 500, count) {
                body += HandmadePeer.origin("n\(number)")
                body += [1, 1] + [UInt8](repeating: 0, count: 8)
            }
            try bravo.say(2, body, to: &mesh.nodes[0], at: mesh.now)
        }
        let first = try bravo.asked(by: &mesh.nodes[0], at: mesh.now)
        #expect(first.count == 1 << 14)

        mesh.now.monotonic += 600_000_000
        var second: Set<String> = []
        var deadline = mesh.nodes[0].nextDeadline
        while deadline <= mesh.now.monotonic {
            mesh.nodes[0].handleTimers(at: mesh.now)
            second.formUnion(try bravo.asked(by: &mesh.nodes[0], at: mesh.now))
            deadline = mesh.nodes[0].nextDeadline
        }
        #expect(first.union(second).count == count)
    }
}

extension HandmadePeer {
    /// The names of the nodes whose runs are asked for in the frames that a node has for it.
    func asked(by node: inout GossipNode, at now: Moment) throws -> Set<String> {
        var names: Set<String> = []
        for (type, body) in try frames(from: &node, at: now) where type == .ask {
            var cursor = ByteCursor()
            while cursor.offset < body.count {
                let name = try cursor.counted(limit: 64, in: body.span)
                names.insert(String(decoding: body[name], as: UTF8.self))
                _ = try cursor.integer(UInt64.self, in: body.span)
                for _ in 0..<3 { _ = try cursor.varint(in: body.span) }
            }
        }
        return names
    }
}
