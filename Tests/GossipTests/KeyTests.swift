import Gossip
import Testing

@Suite("A message with a key") struct KeyTests {
    @Test func `is posted once on its node, and answered with the copy that is there`() throws {
        var mesh = TestMesh(1)
        guard case .posted(let first) = mesh.post("x", key: "k", at: 0) else {
            Issue.record("the first was not posted")
            return
        }
        #expect(mesh.post("x", key: "k", at: 0) == .repeated(first))
        #expect(mesh.log(of: 0) == "x")
    }

    @Test func `is posted once when it is sent again to another node that has it`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.post("x", key: "k", at: 0)
        mesh.settle()
        guard case .repeated(let stamp) = mesh.post("x", key: "k", at: 1) else {
            Issue.record("it was posted twice")
            return
        }
        #expect(stamp.id.node == "alpha")
    }

    @Test func `is another one for another author`() {
        #expect(MessageKey("k", by: "ana") != MessageKey("k", by: "bob"))
        #expect(MessageKey("bk", by: "a") != MessageKey("k", by: "ab"))
    }

    /// Three nodes: the outer two took one message each before the middle linked them.
    static func split() -> TestMesh {
        var mesh = TestMesh(3)
        mesh.post("[1]", key: "k", at: 0)
        mesh.post("[2]", key: "k", at: 2)
        return mesh
    }

    @Test func `keeps the earlier copy on all nodes alike, and shows nobody a second one`() {
        var mesh = Self.split()
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()

        #expect(mesh.log(of: 0) == "[1]")
        #expect(mesh.log(of: 2) == "[2]")
        #expect(Set(mesh.transcripts).count == 1)
        for node in 0..<3 {
            #expect(mesh.nodes[node].channels[mesh.rooms[node]]?.messageCount == 1)
            var (replay, _) = mesh.nodes[node].replay(history: 9, in: mesh.rooms[node])
            #expect(ReplayTests.read(&replay, at: node, in: &mesh).text == "[1]")
        }
        #expect(mesh.nodes.allSatisfy { $0.counters.lost == 0 && $0.isCaughtUp })
    }

    @Test(arguments: [[0, 1], [1, 0]]) func `counts as seen when either copy was`(order: [Int]) {
        var mesh = Self.split()
        let wires = [[0, 1], [1, 2]]
        for wire in order {
            mesh.connect(wires[wire][0], wires[wire][1])
            mesh.settle()
        }
        for side in [0, 2] {
            var position = Position()
            position.advance(to: MessageID(node: TestMesh.names[side], epoch: 1_700_000_000_000, sequence: 1))
            for node in 0..<3 {
                var (replay, lost) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
                let (text, last) = ReplayTests.read(&replay, at: node, in: &mesh)
                #expect(text == "" && last == .live && lost == 0)
            }
        }
    }

    @Test func `is told to its node when a neighbour holds it`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        guard case .posted(let stamp) = mesh.post("x", key: "k", at: 0) else { return }
        #expect(mesh.nodes[0].confirmedHead < stamp.id.sequence)
        mesh.settle()
        #expect(mesh.nodes[0].confirmedHead >= stamp.id.sequence)
    }

    @Test func `is forgotten with its message`() {
        var settings = GossipSettings()
        settings.retention.messages = 2
        var mesh = TestMesh(1, settings: settings)
        mesh.post("x", key: "k", at: 0)
        for _ in 0..<3 { mesh.post("y", at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        guard case .posted = mesh.post("x", key: "k", at: 0) else {
            Issue.record("a key outlived its message")
            return
        }
    }
}
