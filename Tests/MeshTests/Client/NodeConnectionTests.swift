import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("A connection to a node", .timeLimit(.minutes(10))) struct NodeConnectionTests {
    @Test func `takes a message that became longer than any by default`() async throws {
        var file = MeshFile.single
        file.limits = .init(messageBytes: WebSocketClient.messageLimit)
        try await withMesh(file) { mesh in
            let node = mesh["node-0"]
            let url = await node.url("ws", "/start_web_socket?username=ana")
            let ana = try await WebSocketClient.connect(to: url, timeout: 240, messageLimit: 16 << 20)
            let (start, end) = (#"{"event":"send-message","message":""#, #""}"#)
            let count = WebSocketClient.messageLimit - start.utf8.count - end.utf8.count
            try await ana.send(text: start + String(repeating: "x", count: count) + end)
            var messages = ana.messages.makeAsyncIterator()
            while let message = try await messages.next(), !Self.isLong(message) {}

            let (news, report) = AsyncStream.makeStream(of: NodeConnection.News.self)
            let there = await node.url("ws", "/start_web_socket?username=ben&history=1")
            let ben = NodeConnection(to: there, trusting: .system) { report.yield($0) }
            var isRead = false
            for await item in news {
                if case .message(let message) = item, Self.isLong(message) { isRead = true }
                if case .closed = item { break }
                if isRead { break }
            }

            #expect(isRead)
            await ben.close()
        }
    }

    @Test func `is closed in time though the node takes nothing of what was sent`() async throws {
        try await withMesh(.single) { mesh in
            let node = mesh["node-0"]
            let (news, report) = AsyncStream.makeStream(of: NodeConnection.News.self)
            let connection = NodeConnection(to: await node.url("ws", "/channels/tea"), trusting: .system) {
                report.yield($0)
            }
            for await _ in news { break }
            await node.send(.pause)
            // More than any socket takes.
            for _ in 0..<64 { connection.send(String(repeating: "x", count: 1 << 20)) }

            try await withDeadline("it is closed") {
                await connection.close(within: .zero)
            } onTimeout: {
                Task { await node.send(.resume) }
            }
        }
    }

    private static func isLong(_ message: WebSocketMessage) -> Bool {
        guard case .text(let text) = message else { return false }
        return text.utf8.count > WebSocketClient.messageLimit
    }
}
