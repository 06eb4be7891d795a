import MeshSimulator
import Testing

@testable import BroadcastMesh

/// What a balancer is told of a node that has no room for one more.
@Suite("The health of a full node", .computing, .timeLimit(.minutes(10))) struct FullNodeTests {
    private static let question = "GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"

    private static func serving(saying settings: String = "") throws -> VirtualMesh {
        var mesh = try VirtualMesh(["alpha"], saying: settings)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    /// What comes back for a request.
    private static func answer(to request: String, from client: VirtualClient, in mesh: inout VirtualMesh) throws
        -> String
    {
        _ = try client.takeAll()
        var isAsked = false
        let isAnswered = try mesh.run { _ in
            if !isAsked { isAsked = client.send(request) }
            return try client.received.contains("\r\n\r\n")
        }
        #expect(isAnswered)
        return try client.received
    }

    @Test func `is told as long as there is room for connections, whoever may not listen any more`() throws {
        var mesh = try Self.serving(saying: #""limits": { "clients": 1 }, "#)
        let first = try VirtualClient(to: 0, of: mesh)
        #expect(try Self.answer(to: VirtualClient.upgrade("tea"), from: first, in: &mesh).contains(" 101 "))
        let second = try VirtualClient(to: 0, of: mesh)
        #expect(try Self.answer(to: VirtualClient.upgrade("tea"), from: second, in: &mesh).contains(" 503 "))

        let balancer = try VirtualClient(to: 0, of: mesh)
        #expect(try Self.answer(to: Self.question, from: balancer, in: &mesh).contains(" 200 "))
    }

    @Test func `is refused to who comes when there is none, and told to who is there`() throws {
        var mesh = try Self.serving()
        let balancer = try VirtualClient(to: 0, of: mesh)
        #expect(try Self.answer(to: Self.question, from: balancer, in: &mesh).contains(" 200 "))
        var others: [VirtualClient] = []
        while others.count < mesh.nodes[0].serving.room {
            others.append(try VirtualClient(to: 0, of: mesh))
            if others.count % 64 == 0 { mesh.step() }
        }
        let isFull = mesh.run { $0.nodes[0].serving.clients.count >= $0.nodes[0].serving.room }
        #expect(isFull)

        let late = try VirtualClient(to: 0, of: mesh)
        #expect(try Self.answer(to: Self.question, from: late, in: &mesh).contains(" 503 "))
        #expect(try Self.answer(to: Self.question, from: balancer, in: &mesh).contains(" 200 "))
    }
}
