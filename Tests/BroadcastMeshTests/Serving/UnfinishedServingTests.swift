import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("What the clients of a node have begun and not finished", .timeLimit(.minutes(10))) struct UnfinishedServingTests
{
    /// Room for 524,288 bytes: five times 100,000, and not six times.
    private static let settings = #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 }, "#

    /// The beginning of a frame of 120,000 bytes.
    private static func part(_ count: Int) -> [UInt8] {
        Array(RawClient.frame(.binary, [UInt8](repeating: 1, count: 120_000)).prefix(count))
    }

    @Test func `costs the largest its connection with 1013 where there is no more room, and nobody else`() async throws
    {
        try await withNode(Self.settings) { serving in
            var clients: [RawClient] = []
            for number in 0..<6 {
                let client = try await RawClient.webSocket(to: serving.address, "/channels/tea?echo=false")
                try await client.send(Self.part(number == 2 ? 110_000 : 100_000))
                clients.append(client)
            }
            let frame = try await clients[2].takeFrame()
            #expect(frame.opcode == .close)
            #expect(frame.payload.prefix(2) == [0x03, 0xF5])
            #expect(await clients[2].takeRest().isEmpty)
            try await serving.eventually("the others are still there") { await $0.attachedCount == 5 }
            let whole = RawClient.frame(.binary, [UInt8](repeating: 1, count: 120_000))
            try await clients[0].send(Array(whole.dropFirst(100_000)))
            #expect(try await clients[1].takeFrame().payload.count == 120_000)
            #expect(await serving.node.unfinished.total > 390_000)
        }
    }

    @Test func `costs a post 503, and is given back when clients go`() async throws {
        try await withNode(Self.settings) { serving in
            let post = try await RawClient(to: serving.address)
            let body = String(repeating: "b", count: 110_000)
            try await post.send("POST /channels/tea HTTP/1.1\r\nHost: a\r\nContent-Length: 120000\r\n\r\n\(body)")
            var clients: [RawClient] = []
            for _ in 0..<5 {
                clients.append(try await RawClient.webSocket(to: serving.address, "/channels/tea"))
                try await clients[clients.count - 1].send(Self.part(100_000))
            }
            #expect(await post.takeHead().hasPrefix("HTTP/1.1 503 "))
            for client in clients { await client.close() }
            try await serving.eventually("all is given back") { await $0.unfinished.total == 0 }
        }
    }
}
