import Gossip
import Testing

@Suite("A process that goes on from an image of itself", .computing) struct ForkTests {
    /// A mesh of two whose first process went back to an earlier moment, while the second knows what came after that.
    private func resumed(posting texts: [String]) -> TestMesh {
        var mesh = TestMesh(2)
        for node in 0..<2 { mesh.nodes[node].finishStart() }
        let wire = mesh.connect(0, 1)
        mesh.post("a", at: 0)
        mesh.settle()
        mesh.cut(wire)
        mesh.settle()
        let image = mesh.nodes[0]

        let next = mesh.connect(0, 1)
        mesh.settle()
        for text in texts { mesh.post(text, at: 0) }
        mesh.settle()
        mesh.cut(next)
        mesh.settle()
        mesh.nodes[0] = image
        mesh.now.wall += 60_000_000
        mesh.now.monotonic += 60_000_000_000
        return mesh
    }

    @Test func `learns from a neighbour which of its numbers were given before, and begins a new run`() {
        var mesh = resumed(posting: ["b", "c"])
        let epoch = mesh.nodes[0].epoch
        // As many entries as the neighbour has of it: heads are equal, and tell nothing.
        let known = mesh.nodes[1].position(in: mesh.rooms[1]).entries.first { $0.node == "alpha" }?.sequence ?? 0
        while mesh.post("x", at: 0).id.sequence < known {}

        mesh.connect(0, 1)
        mesh.settle()
        #expect(mesh.nodes[0].forkCount == 1)
        #expect(
            mesh.events[0].contains {
                if case .forked(let id, peer: "bravo") = $0 { id.node == "alpha" && id.epoch == epoch } else { false }
            }
        )
        #expect(mesh.nodes[0].epoch > epoch)

        mesh.post("d", at: 0)
        mesh.settle()
        #expect(mesh.log(of: 1) == "abcd")
    }

    @Test func `is told of by whoever gets an entry that is not the one that it holds`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let posts = [HandmadePeer.post([0x61]), HandmadePeer.links(to: [])]
        for _ in 0..<2 { try bravo.send(posts, of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now) }
        #expect(mesh.nodes[0].forkCount == 0)

        let others = [HandmadePeer.post([0x62]), HandmadePeer.links(to: ["delta"])]
        for _ in 0..<2 { try bravo.send(others, of: "charlie", from: 1, to: &mesh.nodes[0], at: mesh.now) }
        mesh.settle()
        #expect(mesh.nodes[0].forkCount == 4)
        let first = MessageID(node: "charlie", epoch: HandmadePeer.epoch, sequence: 1)
        #expect(mesh.events[0].filter { $0 == .forked(first, peer: "bravo") }.count == 1)
        #expect(mesh.log(of: 0) == "a")
    }

    @Test func `is not suspected of anything when a link comes and goes`() {
        var mesh = TestMesh(3)
        for round in 0..<5 {
            let wires = [mesh.connect(0, 1), mesh.connect(1, 2)]
            for node in 0..<3 { mesh.post("\(round)", at: node) }
            mesh.join("user \(round)", at: round % 3)
            mesh.run(milliseconds: 200)
            for wire in wires { mesh.cut(wire) }
        }
        #expect(mesh.nodes.map(\.forkCount) == [0, 0, 0])
        #expect(mesh.nodes.map(\.epoch) == Array(repeating: 1_700_000_000_000, count: 3))
    }
}
