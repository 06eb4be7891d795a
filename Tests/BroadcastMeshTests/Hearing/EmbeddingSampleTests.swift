import FoundationEssentials
import MeshClient
import Testing

@testable import BroadcastMesh

private typealias BroadcastChannel = BroadcastMesh.BroadcastChannel

/// The samples of the article in `BroadcastMesh.docc`, as they stand there.
private enum Sample {
    static func embed(after position: BroadcastChannel.Position) async throws {
        // Begin
        let node = try MeshNode("alpha", of: MeshConfiguration(nodes: [.init("alpha")]))
        async let serving: Void = node.run()
        let tea = try await node.channel("tea")
        let id = try await tea.post("no milk", key: "k1")
        for try await message in tea.messages(after: position) {
            print(message.id, message.time, message.node, message.text)
            // End
            #expect(message.id == id && message.text == "no milk" && message.node == "alpha")
            await node.stop()
        }
        try await serving
    }

    static func make() throws -> MeshConfiguration {
        // Begin
        let mesh = try MeshConfiguration(nodes: [
            .init("alpha", http: "127.0.0.1:8081", gossip: "127.0.0.1:7081", peers: ["bravo"]),
            .init("bravo", http: "127.0.0.1:8082", gossip: "127.0.0.1:7082"),
        ])
        // End
        return mesh
    }

    // Begin
    struct Request: Codable { var id: Int, numbers: [Int] }
    struct Answer: Codable { var id: Int, sum: Int }

    static func serve(on node: MeshNode) async throws {
        let answers = try await node.channel("sums/answers")
        for try await request in try await node.channel("sums/requests").messages(of: Request.self) {
            try await answers.post(Answer(id: request.id, sum: request.numbers.reduce(0, +)))
        }
    }
    // End
}

@Suite("The article on a node in a program", .timeLimit(.minutes(10))) struct EmbeddingSampleTests {
    @Test func `embeds a node, posts and hears`() async throws {
        try await Sample.embed(after: BroadcastChannel.Position())
    }

    @Test func `makes a mesh of two`() throws {
        #expect(try Sample.make().links(of: "bravo").map(\.peer) == ["alpha"])
    }

    @Test func `has a service that answers programs that are no node`() async throws {
        try await withNode { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Sample.serve(on: server.node) }
                try await server.eventually("the service hears") { await $0.listenerCount == 1 }
                let nodes = [server.url("")]
                let answers = try MeshClient.BroadcastChannel("sums/answers", at: nodes).messages()
                await answers.ready()
                let requests = try MeshClient.BroadcastChannel("sums/requests", at: nodes)
                try await requests.post("nonsense")
                try await requests.post(Sample.Request(id: 7, numbers: [1, 2, 3]))
                var iterator = answers.makeAsyncIterator()
                let answer = try #require(try await iterator.next()).decode(Sample.Answer.self)
                #expect(answer.id == 7 && answer.sum == 6)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    @Test func `shows what this test runs`() throws {
        let here = URL(filePath: #filePath)
        let path = "../../../../Sources/BroadcastMesh/BroadcastMesh.docc/Embedding.md"
        let article = try String(contentsOf: here.appending(path: path).standardized, encoding: .utf8)
        let text = try String(contentsOf: here, encoding: .utf8)
        let samples = text.split(separator: "// Begin\n").dropFirst().map { part in
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false)
                .prefix { !$0.hasSuffix(" // End") }
            let indent = lines.first?.prefix { $0 == " " }.count ?? 0
            return lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n").replacing("static ", with: "")
        }
        #expect(samples.count == 3)
        for sample in samples { #expect(article.contains("```swift\n\(sample)\n"), "\(sample)") }
    }
}
