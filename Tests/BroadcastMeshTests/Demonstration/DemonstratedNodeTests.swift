import HTTP
import MeshClient
import Testing

@testable import BroadcastMesh

@Suite("A node of a demonstration", .timeLimit(.minutes(10))) struct DemonstratedNodeTests {
    @Test func `loses the link that somebody takes out, and has it again when he puts it back`() async throws {
        let mesh = try LinkedNodesTests.line(["alpha", "bravo"], transport: "tcp")
        let demonstration = try Demonstration(of: mesh, from: "mesh.json")
        let nodes = try ["alpha", "bravo"].map {
            try MeshNode($0, of: mesh, in: demonstration, storage: nil, log: .silent)
        }
        async let first = nodes[0].start()
        async let second = nodes[1].start()
        let address = try await first
        _ = try await second
        func turn(_ peer: String, _ state: String) async throws -> (status: Int, text: String) {
            let answer = try await HTTPClient().post(
                "http://\(address)/demo/links/\(peer)?state=\(state)",
                body: [],
                contentType: "text/plain"
            )
            return (answer.status, String(answer.text.dropLast()))
        }

        #expect(try await turn("bravo", "down") == (200, "The link from alpha to bravo is down."))
        try await nodes[1].eventually("they are apart") { await $0.statusReport.nodes.count == 1 }
        #expect(try await turn("charlie", "down") == (404, "alpha has no link to such a node."))
        #expect(try await turn("bravo", "gone").status == 400)
        #expect(try await turn("bravo", "up") == (200, "The link from alpha to bravo is up."))
        try await nodes[1].eventually("they are together") { await $0.statusReport.nodes.count == 2 }
        for node in nodes { await node.stop() }
    }

    @Test func `says that it is killed before it is`() throws {
        let mesh = try LinkedNodesTests.line(["alpha", "bravo"], transport: "tcp")
        var settings = try NodeSettings("alpha", of: mesh, log: .silent)
        settings.demonstration = try Demonstration(of: mesh, from: "mesh.json")
        var node = Node(settings, storage: nil, in: ManualWorld(), on: PipeNetwork())

        let answer = node.demonstrate(.crash)

        #expect(answer.status == .accepted)
        guard case .crash? = node.takeDirectives().first else {
            Issue.record("nothing kills it")
            return
        }
    }
}
