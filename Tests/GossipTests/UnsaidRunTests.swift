import Testing

@testable import Gossip

@Suite("A run that no later one of its node tells of", .computing) struct UnsaidRunTests {
    /// Where it stands among those that a client has seen.
    enum Place: CaseIterable {
        case first, between
    }

    /// Alpha lives three times, without a disk.
    ///
    /// Of the run in question only charlie heard, which let go of its message; the client was with bravo.
    ///
    /// - Returns: What the client has seen.
    private static func live(_ place: Place, closes: Bool, in mesh: inout TestMesh) -> Position {
        for number in [UInt64(1), 2, 3] {
            if number > 1 { mesh.restart(0, epoch: 1_700_000_000_000 + number) }
            let isUnseen = number == (place == .first ? 1 : 2)
            let wire = mesh.connect(0, isUnseen ? 2 : 1)
            mesh.settle()
            mesh.post("\(number)", at: 0)
            mesh.settle()
            mesh.cut(wire)
        }
        let seen = mesh.nodes[1].position(in: mesh.rooms[1])
        mesh.connect(1, 2)
        mesh.settle()
        for text in ["x", "y"] { mesh.post(text, at: 1) }
        mesh.settle()
        for _ in 0..<(closes ? 200 : 1) {
            mesh.run(milliseconds: 100)
            for node in 1...2 { mesh.nodes[node].enforceRetention(at: mesh.now) }
        }
        return seen
    }

    private static func mesh(closes: Bool) -> TestMesh {
        var settings = GossipSettings()
        settings.retention.messages = 1
        if closes { settings.limits.wholeRuns = 1 }
        return TestMesh(3, settings: settings)
    }

    @Test(arguments: Place.allCases, [false, true])
    func `was not seen by who has seen others of its node`(place: Place, closes: Bool) {
        var mesh = Self.mesh(closes: closes)
        let seen = Self.live(place, closes: closes, in: &mesh)
        // The oldest of all is closed, and before the oldest that is named there may be many more.
        if place == .first, closes { return }

        let (_, lost) = mesh.nodes[2].replay(after: seen, in: mesh.rooms[2])
        // Its message and "x"; and no other of alpha's.
        #expect(lost == 2)
    }

    @Test(arguments: Place.allCases, [false, true])
    func `is named to who comes when nothing of it is held any more`(place: Place, closes: Bool) {
        var mesh = Self.mesh(closes: closes)
        _ = Self.live(place, closes: closes, in: &mesh)

        for node in 1...2 {
            let position = mesh.nodes[node].position(in: mesh.rooms[node])
            for other in 1...2 {
                let (_, lost) = mesh.nodes[other].replay(after: position, in: mesh.rooms[other])
                #expect(lost == 0, "from \(node) at \(other) after \(position)")
            }
        }
    }
}
