import Testing

@testable import BroadcastMesh

@Suite("A demonstration", .computing) struct DemonstrationTests {
    private func mesh(_ http: String = "127.0.0.1:8081", gossip: String = "127.0.0.1:7081", more: String = "") throws
        -> MeshConfiguration
    {
        let json = #"""
            { "key": "k", "nodes": [
              { "name": "alpha", "http": "127.0.0.1:8080", "gossip": "127.0.0.1:7080", "peers": ["bravo", "charlie"] },
              { "name": "bravo", "http": "\#(http)", "gossip": "\#(gossip)"\#(more) },
              { "name": "charlie", "http": "localhost:8082", "gossip": "[::1]:7082" }
            ] }
            """#
        let surroundings = ConfigurationSurroundings(
            readFile: { _ in Array("0123456789abcdef".utf8) },
            resolve: { _ in [] }
        )
        return try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
    }

    @Test func `takes a mesh that stays on this machine`() throws {
        #expect(throws: Never.self) { try Demonstration(of: mesh(), from: "mesh.json") }
    }

    @Test(arguments: [
        ("0.0.0.0:8081", "127.0.0.1:7081", "", "nodes[1].http: 0.0.0.0:8081 is not loopback"),
        ("192.0.2.1:8081", "127.0.0.1:7081", "", "nodes[1].http: 192.0.2.1:8081 is not loopback"),
        ("chat.example.org:8081", "127.0.0.1:7081", "", "nodes[1].http: chat.example.org:8081 is not loopback"),
        ("127.0.0.1:8081", "[::]:7081", "", "nodes[1].gossip: [::]:7081 is not loopback"),
        (
            "127.0.0.1:8081", "127.0.0.1:7081", #", "url": "https://chat.example.org""#,
            "nodes[1].url: https://chat.example.org is not loopback"
        ),
        (
            "127.0.0.1:8081", "127.0.0.1:7081", #", "peers": [{ "name": "charlie", "address": "192.0.2.1:7082" }]"#,
            "nodes[1].peers[0].address: 192.0.2.1:7082 is not loopback"
        ),
    ])
    func `refuses whatever leads off it, with the place and the cure`(
        http: String,
        gossip: String,
        more: String,
        problem: String
    ) throws {
        let mesh = try mesh(http, gossip: gossip, more: more)
        let error = #expect(throws: ConfigurationError.self) { try Demonstration(of: mesh, from: "mesh.json") }
        let text = try #require(error).description
        #expect(text.hasPrefix("mesh.json: \(problem)"))
        #expect(text.contains("use 127.0.0.1, or leave the demonstration out"))
    }

    @Test func `keeps to this machine when the file is read again`() throws {
        var settings = try NodeSettings("alpha", of: mesh(), log: .silent)
        settings.demonstration = try Demonstration(of: mesh(), from: "mesh.json")
        let url = #", "url": "https://chat.example.org""#
        let elsewhere = try mesh("127.0.0.1:8081", gossip: "127.0.0.1:7081", more: url)
        #expect(throws: MeshNodeError.self) { try settings.changed(to: elsewhere) }
        #expect(try settings.changed(to: mesh()).demonstration != nil)
    }

    @Test func `takes links out of the mesh, whoever dials, and puts them back`() throws {
        let mesh = try mesh()
        var demonstration = try Demonstration(of: mesh, from: "mesh.json")
        #expect(demonstration.applied(to: mesh, at: "alpha") == mesh)

        demonstration.turn("alpha", .down)
        let cut = demonstration.applied(to: mesh, at: "bravo")
        #expect(cut.links(of: "bravo").isEmpty)
        #expect(cut.links(of: "alpha").map(\.peer) == ["charlie"])

        demonstration.turn("alpha", .slow)
        #expect(demonstration.applied(to: mesh, at: "bravo") == mesh)
        #expect(demonstration.slowPeers == ["alpha"])
        demonstration.turn("alpha", .up)
        #expect(demonstration.slowPeers.isEmpty)
    }
}
