import FoundationEssentials
import MeshClient
import Testing

@testable import BroadcastMesh

private typealias BroadcastChannel = MeshClient.BroadcastChannel

/// The service of the article in `MeshClient.docc`, as it stands there.
private enum Sample {
    // Begin
    struct Request: Codable { var id: Int, numbers: [Int] }
    struct Answer: Codable { var id: Int, sum: Int }

    static func serve(at nodes: [String]) async throws {
        let answers = try BroadcastChannel("sums/answers", at: nodes)
        for try await request in try BroadcastChannel("sums/requests", at: nodes).messages(of: Request.self) {
            try await answers.post(Answer(id: request.id, sum: request.numbers.reduce(0, +)))
        }
    }

    static func ask(_ request: Request, at nodes: [String]) async throws -> Int? {
        let answers = try BroadcastChannel("sums/answers", at: nodes).messages()
        await answers.ready()
        try await BroadcastChannel("sums/requests", at: nodes).post(request)
        for try await message in answers {
            guard let answer = try? message.decode(Answer.self), answer.id == request.id else { continue }
            return answer.sum
        }
        return nil
    }
    // End
}

@Suite("The article on channels of programs that are no node", .timeLimit(.minutes(10)))
struct ClientChannelSampleTests {
    @Test func `has a service that answers`() async throws {
        let server = try await ServingNode()
        let nodes = [server.url("")]
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Sample.serve(at: nodes) }
            try await server.eventually("the service hears") { await $0.attachedCount == 1 }
            let sums = await withTaskGroup(of: Int?.self) { group in
                for id in 1...3 {
                    group.addTask { try? await Sample.ask(Sample.Request(id: id, numbers: [id, 1]), at: nodes) }
                }
                return await group.reduce(into: []) { $0.append($1 ?? 0) }
            }
            #expect(sums.sorted() == [2, 3, 4])
            group.cancelAll()
            // All have their answers, perhaps before the service has heard that its last one is held.
            do { try await group.waitForAll() } catch is CancellationError {}
        }
        await server.node.stop()
    }

    @Test func `shows the service that this test runs`() throws {
        let here = URL(filePath: #filePath)
        let text = try String(contentsOf: here, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let sample = lines.drop { $0 != "    // Begin" }.dropFirst().prefix { $0 != "    // End" }
            .map { $0.hasPrefix("    ") ? $0.dropFirst(4) : $0 }.joined(separator: "\n").replacing("static ", with: "")
        let article = here.appending(path: "../../../../Sources/MeshClient/MeshClient.docc/Channels.md").standardized

        #expect(!sample.isEmpty)
        #expect(try String(contentsOf: article, encoding: .utf8).contains("```swift\n\(sample)\n```"))
    }
}
