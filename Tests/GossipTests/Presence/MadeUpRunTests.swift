import Gossip
import Testing

@Suite("Made-up runs of nodes that no file names", .computing) struct MadeUpRunTests {
    /// Tells a node what many such runs say.
    private static func flood(_ count: Int, saying items: [[UInt8]], to mesh: inout TestMesh) throws {
        let hotel = try HandmadePeer("hotel", of: &mesh.nodes[0], at: mesh.now)
        for number in 0..<count {
            try hotel.send(items, of: "made\(number)", from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        mesh.nodes[0].closeLink(hotel.link, reason: .disconnected("gone"), at: mesh.now)
        mesh.settle()
    }

    @Test func `take nobody his place under a name`() throws {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        try Self.flood(32, saying: Array(repeating: HandmadePeer.join("ana"), count: 8), to: &mesh)

        mesh.join("ana", at: 1)
        mesh.settle()
        #expect(mesh.usernames(at: 1) == ["ana"])
        #expect(mesh.usernames(at: 0) == ["ana"])
        #expect(mesh.join("ana", at: 0) == nil)
    }

    @Test func `take nobody his place once the file names his node`() throws {
        var mesh = TestMesh(2)
        let all = mesh.nodes[0].settings
        var few = all
        few.neighbours = ["bravo", "hotel"]
        mesh.nodes[0].reconfigure(few, at: mesh.now)
        mesh.connect(0, 1)
        mesh.settle()
        try Self.flood(32, saying: Array(repeating: HandmadePeer.join("ana"), count: 8), to: &mesh)
        let hotel = try HandmadePeer("hotel", of: &mesh.nodes[1], at: mesh.now)
        let near = [HandmadePeer.links(to: ["bravo", "delta"])]
        let far = [HandmadePeer.links(to: ["hotel"]), HandmadePeer.join("ana")]
        try hotel.send(near, of: "hotel", from: 1, to: &mesh.nodes[1], at: mesh.now)
        try hotel.send(far, of: "delta", from: 1, to: &mesh.nodes[1], at: mesh.now)
        mesh.settle()
        #expect(mesh.usernames(at: 1) == ["ana"])
        #expect(mesh.usernames(at: 0) == [])

        mesh.nodes[0].reconfigure(all, at: mesh.now)
        mesh.settle()
        #expect(mesh.usernames(at: 0) == ["ana"])
        #expect(mesh.events[0].contains(.usersChanged(channel: mesh.rooms[0])))
    }

    @Test func `take no node its links`() throws {
        var settings = GossipSettings()
        let leaves = (10..<30).map { "leaf\($0)" }
        settings.nodes = leaves
        var mesh = TestMesh(1, settings: settings)
        let names = (0..<4096).map { "x\($0)" }
        try Self.flood(64, saying: [HandmadePeer.links(to: names)], to: &mesh)

        let hub = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        for leaf in leaves {
            try hub.send([HandmadePeer.links(to: ["bravo"])], of: leaf, from: 1, to: &mesh.nodes[0], at: mesh.now)
        }
        for epoch in HandmadePeer.epoch...(HandmadePeer.epoch + 1) {
            let links = HandmadePeer.links(to: ["alpha"] + leaves)
            try hub.send([links], of: "bravo", epoch: epoch, from: 1, to: &mesh.nodes[0], at: mesh.now)
            mesh.settle()
            #expect(mesh.nodes[0].nodeReports.count == 2 + leaves.count)
        }
    }
}
