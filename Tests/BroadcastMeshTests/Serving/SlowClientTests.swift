import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A client that does not read", .timeLimit(.minutes(1))) struct SlowClientTests {
    /// Messages large enough to fill what the kernel holds for a client.
    private static let payload = [UInt8](repeating: 0x78, count: 100_000)

    private static let retention = #""retention": { "bytes": 9000000 }, "#

    /// Posts so many messages, and waits until an attentive client has got them all.
    private func flood(_ count: Int, on serving: ServingNode) async throws {
        let sender = try await serving.connect("/channels/tea")
        var messages = sender.messages.makeAsyncIterator()
        for _ in 0..<count {
            try await sender.send(binary: Self.payload)
            guard try await messages.next() == .binary(Self.payload) else {
                Issue.record("the attentive client was held up")
                return
            }
        }
    }

    @Test func `does not slow the others, and gets everything when it reads in time`() async throws {
        try await withNode { serving in
            let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await slow.setReading(false)
            try await flood(100, on: serving)
            try await slow.setReading(true)
            for _ in 0..<100 {
                let frame = try await slow.takeFrame()
                #expect(frame.opcode == .binary)
                #expect(frame.payload == Self.payload)
            }
            try await slow.sendFrame(.text, [0x61])
            #expect(try await slow.takeFrame() == (.text, [0x61]))
        }
    }

    @Test func `is told so with 1013, on a boundary of frames, when retention overtakes it`() async throws {
        try await withNode(Self.retention) { serving in
            let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await slow.setReading(false)
            try await flood(400, on: serving)
            try await slow.setReading(true)
            var frame = try await slow.takeFrame()
            var count = 0
            while frame.opcode == .binary {
                #expect(frame.payload == Self.payload)
                count += 1
                frame = try await slow.takeFrame()
            }
            #expect(count < 400)
            #expect(frame.opcode == .close)
            #expect(frame.payload.prefix(2) == [0x03, 0xF5])
        }
    }

    @Test func `is cut off 5 s later when it does not even read that`() async throws {
        try await withNode(Self.retention) { serving in
            let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await slow.setReading(false)
            try await flood(400, on: serving)
            let begin = Clock.monotonic()
            while await serving.node.connectionCount > 0 { try await Task.sleep(for: .milliseconds(50)) }
            #expect(Clock.monotonic() - begin < 8_000_000_000)
        }
    }
}
