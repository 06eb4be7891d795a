import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

/// Forty clients to whom a megabyte is sent take more than one turn.
@Suite("A message that takes many turns to be given to all", .timeLimit(.minutes(10))) struct ManyTurnsTests {
    private static let big = String(repeating: "m", count: 900_000)

    /// The first letter and the length of each message that a client gets, up to one that says `end`.
    private static func lengths(of client: WebSocketClient) async throws -> [String] {
        var lengths: [String] = []
        for try await message in client.messages {
            guard case .text(let text) = message else { continue }
            if text == "end" { break }
            lengths.append("\(text.prefix(1))\(text.utf8.count)")
        }
        return lengths
    }

    @Test func `is not overtaken by what comes meanwhile, and is got once by each`() async throws {
        try await withNode { serving in
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 {
                    let client = try await serving.connect("/channels/tea")
                    group.addTask {
                        let lengths = try await Self.lengths(of: client)
                        #expect(lengths == ["m900000", "a1", "m900000", "b1", "m900000"])
                        _ = await client.close()
                    }
                }
                try await serving.eventually("all are there") { await $0.attachedCount == 40 }
                let sender = try await serving.connect("/channels/tea?echo=false")
                for text in [Self.big, "a", Self.big, "b", Self.big, "end"] { try await sender.send(text: text) }
                // Some come and go while that is under way.
                for _ in 0..<20 {
                    let guest = try await serving.connect("/channels/tea")
                    _ = await guest.close()
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `is got by who posted it before it is closed for what it said next`() async throws {
        try await withNode { serving in
            for _ in 0..<40 { _ = try await serving.connect("/channels/tea") }
            let client = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            let text = [UInt8](repeating: 0x6D, count: 40_000)
            try await client.send(RawClient.frame(.text, text) + RawClient.frame(.text, [0xFF]))

            #expect(try await client.takeFrame() == (.text, text))
            #expect(try await client.takeFrame().opcode == .close)
        }
    }
}
