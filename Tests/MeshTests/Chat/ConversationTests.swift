import MeshClient
import Testing

@testable import Mesh

@Suite("A chat while it runs") struct ConversationTests {
    @Test func `says of what was typed before it joined that it was not sent, and fails, when the person leaves`()
        async throws
    {
        var conversation = try Self.joining()
        try await conversation.handleInput(Array("one\ntwo\n".utf8))
        #expect(conversation.unread == ["one", "two"])

        try await conversation.leave()

        #expect(conversation.unread.isEmpty)
        #expect(conversation.hasFailed)
    }

    @Test func `says the same when no node lets it in`() async throws {
        var conversation = try Self.joining()
        try await conversation.handleInput(Array("one\n".utf8))

        let actions = conversation.session.handleClose(code: 1008, reason: "no", at: 1, chance: 0)
        try await conversation.carryOut(actions)

        #expect(conversation.unread.isEmpty)
        #expect(conversation.hasFailed)
    }

    @Test func `has not failed when the person leaves and nothing waits`() async throws {
        var conversation = try Self.joining()
        try await conversation.leave()
        #expect(!conversation.hasFailed)
    }

    private static func joining() throws -> Conversation {
        let participant = ChatParticipant(
            username: "Ana",
            channel: nil,
            secret: String(repeating: "s", count: 16),
            history: 20,
            home: try NodeAddress("http://a")
        )
        return Conversation(ChatSession(participant), isInteractive: false, trusting: .system)
    }
}
