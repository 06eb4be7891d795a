import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A client that does not read", .timeLimit(.minutes(10))) struct SlowClientTests {
    /// Messages large enough to fill what the kernel holds for a client.
    private static let payload = [UInt8](repeating: 0x78, count: 100_000)

    /// The least that may be kept, so that retention soon overtakes who does not read.
    private static let settings = #""limits": { "message_bytes": 100000 }, "retention": { "bytes": 1048576 }, "#

    /// Posts messages as long as something holds, and waits each time until an attentive client has got its own.
    private func flood(_ serving: ServingNode, while condition: (Int) async -> Bool) async throws {
        let sender = try await serving.connect("/channels/tea")
        var messages = sender.messages.makeAsyncIterator()
        var count = 0
        while await condition(count) {
            try await sender.send(binary: Self.payload)
            _ = try #require(try await messages.next())
            count += 1
        }
    }

    /// Opens a connection that is not read from, and floods it until retention has overtaken it.
    private func overtake(_ serving: ServingNode) async throws -> RawClient {
        let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
        try await slow.setReading(false)
        try await flood(serving) { _ in await serving.node.attachedCount == 2 }
        return slow
    }

    @Test func `does not slow the others, and gets everything when it reads in time`() async throws {
        try await withNode { serving in
            let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await slow.setReading(false)
            try await flood(serving) { $0 < 100 }
            try await slow.setReading(true)
            for _ in 0..<100 {
                let frame = try await slow.takeFrame()
                #expect(frame.opcode == .binary)
                #expect(frame.payload.count == Self.payload.count)
            }
            try await slow.sendFrame(.text, [0x61])
            #expect(try await slow.takeFrame() == (.text, [0x61]))
        }
    }

    @Test func `is told so with 1013, on a boundary of frames, when retention overtakes it`() async throws {
        try await withNode(Self.settings) { serving in
            let slow = try await overtake(serving)
            try await slow.setReading(true)
            var frame = try await slow.takeFrame()
            while frame.opcode == .binary {
                #expect(frame.payload.count == Self.payload.count)
                frame = try await slow.takeFrame()
            }
            #expect(frame.opcode == .close)
            #expect(frame.payload.prefix(2) == [0x03, 0xF5])
        }
    }
}
