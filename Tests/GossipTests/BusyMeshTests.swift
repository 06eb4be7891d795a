import Testing

@testable import Gossip

/// Where somebody always posts, clocks are compared all the same: nothing else would tell of these things.
@Suite("Clocks of a mesh that is never quiet", .computing) struct BusyMeshTests {
    /// Lets time pass, in which alpha posts once a second.
    private static func run(_ mesh: inout TestMesh, seconds: Int) {
        for _ in 0..<seconds {
            mesh.post("p", at: 0)
            mesh.run(milliseconds: 1000)
        }
    }

    @Test func `bring a run that was refused before its node stood in the file`() throws {
        var mesh = TestMesh(2)
        var settings = mesh.nodes[1].settings
        settings.limits.strangerRuns = 0
        mesh.nodes[1] = GossipNode(name: "bravo", epoch: HandmadePeer.epoch, bootNonce: 2, settings: settings)
        mesh.rooms[1] = mesh.nodes[1].openChannel(.chat, named: Array("chat".utf8))
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        try charlie.send([HandmadePeer.post([0x7a])], of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        Self.run(&mesh, seconds: 1)
        #expect(mesh.nodes[1].counters.refusedRuns > 0)

        settings.nodes = ["zulu"]
        mesh.nodes[1].reconfigure(settings, at: mesh.now)
        Self.run(&mesh, seconds: 15)
        #expect(mesh.log(of: 1).contains("z"))
    }

    @Test func `bring runs that are over, and what was lost of them`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let charlie = try HandmadePeer("charlie", of: &mesh.nodes[0], at: mesh.now)
        let items = [HandmadePeer.post([0x7a]), HandmadePeer.closedRuns(upTo: 1, and: [(2, 5)])]
        try charlie.send(items, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        Self.run(&mesh, seconds: 15)
        #expect(mesh.nodes.map(\.counters.lost) == [5, 5])
    }
}
