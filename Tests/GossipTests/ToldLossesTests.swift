import Testing

@testable import Gossip

/// What somebody was told of as lost is not told again when he comes back with the position that he was given.
@Suite("A position that passes losses", .computing) struct ToldLossesTests {
    /// A mesh in which channels hold three messages.
    private static func mesh(_ count: Int) -> TestMesh {
        var settings = GossipSettings()
        settings.retention.messages = 3
        return TestMesh(count, settings: settings)
    }

    /// Two nodes, of which the first has said something and started again.
    private static func meshWithLaterRun() -> TestMesh {
        var mesh = mesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.post("1", at: 0)
        mesh.settle()
        mesh.restart(0, epoch: 1_700_000_009_000)
        mesh.connect(0, 1)
        mesh.settle()
        return mesh
    }

    /// Where somebody stands who comes to a node with a position, and how much he is told is lost.
    private static func told(_ position: Position, at node: Int, of mesh: inout TestMesh) -> (Position, lost: UInt64) {
        let lost = mesh.nodes[node].replay(after: position, in: mesh.rooms[node]).lost
        var looks = Looks()
        return (mesh.nodes[node].passingLosses(of: position, in: mesh.rooms[node], looks: &looks), lost)
    }

    @Test func `tells of each loss once, and keeps nothing back that is held`() {
        var mesh = Self.mesh(1)
        let first = mesh.post("1", at: 0).id
        for text in ["2", "3", "4", "5"] { mesh.post(text, at: 0) }
        mesh.nodes[0].enforceRetention(at: mesh.now)
        let (position, lost) = Self.told(Position([first]), at: 0, of: &mesh)
        #expect(lost == 1)
        #expect(Self.told(position, at: 0, of: &mesh) == (position, 0))
        var (reading, _) = mesh.nodes[0].replay(after: position, in: mesh.rooms[0])
        #expect(ReplayTests.read(&reading, at: 0, in: &mesh).text == "345")
    }

    /// Who comes to a node that lacks what he has seen elsewhere waits for it, and it may come as a loss.
    @Test func `is not told of what its position covers as it becomes a live client`() {
        var mesh = Self.mesh(3)
        let wire = mesh.connect(0, 1)
        mesh.post("1", at: 0)
        mesh.settle()
        mesh.cut(wire)
        for text in ["2", "3", "4", "5", "6"] { mesh.post(text, at: 0) }
        let other = mesh.connect(1, 2)
        mesh.settle()
        for text in ["a", "b", "c", "d"] { mesh.post(text, at: 2) }
        mesh.settle()
        mesh.cut(other)
        mesh.connect(0, 2)
        mesh.settle()
        for node in mesh.nodes.indices {
            repeat { mesh.nodes[node].enforceRetention(at: mesh.now) } while mesh.nodes[node].hasRetentionWork
        }
        // What is behind the last message nobody can tell from one.
        let position = mesh.nodes[0].position(in: mesh.rooms[0])

        let room = mesh.rooms[1]
        var place = mesh.nodes[1].place(atEndOf: room)
        var (reading, _) = mesh.nodes[1].replay(after: position, in: room)
        let first = mesh.nodes[1].advance(&reading, in: room, upTo: place)
        #expect(first == .wait)
        mesh.connect(0, 1)
        mesh.run(milliseconds: 3_000)

        let isUntold = mesh.nodes[1].hasUntoldLosses(in: room, for: place)
        #expect(isUntold)
        let step = mesh.nodes[1].advance(&reading, in: room, upTo: place)
        #expect(step == .wait)
        mesh.nodes[1].passLosses(of: room, for: &place)
        let last = mesh.nodes[1].advance(&reading, in: room, upTo: place)
        guard case .live = last else {
            Issue.record("it is told something, or waits for ever: \(last) in \(mesh.log(of: 1))")
            return
        }
    }

    @Test func `passes a run of which nothing is held to its end`() {
        var mesh = Self.mesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let first = mesh.post("1", at: 0).id
        for text in ["2", "3"] { mesh.post(text, at: 0) }
        mesh.settle()
        for text in ["a", "b", "c"] { mesh.post(text, at: 1) }
        mesh.settle()
        mesh.nodes[1].enforceRetention(at: mesh.now)
        let (position, lost) = Self.told(Position([first]), at: 1, of: &mesh)
        #expect(lost == 2)
        #expect(Self.told(position, at: 1, of: &mesh) == (position, 0))

        mesh.post("4", at: 0)
        mesh.settle()
        for node in mesh.nodes.indices {
            var (reading, _) = mesh.nodes[node].replay(after: position, in: mesh.rooms[node])
            #expect(ReplayTests.read(&reading, at: node, in: &mesh).text.suffix(3) == "bc4")
        }
    }

    @Test func `stays before the link of a run, which says what was seen of the one before it`() {
        var mesh = Self.meshWithLaterRun()
        _ = mesh.join("ann", at: 0)
        mesh.settle()
        let position = mesh.nodes[1].position(in: mesh.rooms[1])
        for text in ["2", "3", "4", "5"] { mesh.post(text, at: 0) }
        mesh.settle()
        mesh.nodes[1].enforceRetention(at: mesh.now)
        let (kept, lost) = Self.told(position, at: 1, of: &mesh)
        #expect(lost == 1)
        #expect(kept == position)
    }

    @Test func `need not name a run for a reader that begins anew to be told of its losses once`() {
        var mesh = Self.meshWithLaterRun()
        let position = mesh.nodes[1].position(in: mesh.rooms[1])
        for text in ["2", "3", "4", "5"] { mesh.post(text, at: 0) }
        mesh.settle()
        mesh.nodes[1].enforceRetention(at: mesh.now)
        var (told, looks) = (ToldLosses(), Looks())
        var lost: [UInt64] = []
        for text in ["", "", "6", "7"] {
            if !text.isEmpty { mesh.post(text, at: 0) }
            mesh.settle()
            mesh.nodes[1].enforceRetention(at: mesh.now)
            let begun = mesh.nodes[1].replay(after: position, in: mesh.rooms[1], beyond: &told, looks: &looks)
            lost.append(begun.lost)
        }
        #expect(lost == [1, 0, 1, 1], "the first of the run, and then each that retention lets go")
    }
}
