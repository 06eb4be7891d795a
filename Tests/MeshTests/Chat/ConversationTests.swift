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

    @Test func `says what was typed in one breath with leaving, and waits for the node to have it`() async throws {
        var conversation = try Self.open()
        try await conversation.handleInput(Array("one\r\u{4}".utf8))
        try await conversation.postWhatWaits()
        #expect(conversation.session.phase == .open)
        let message = try #require(conversation.session.own.waiting.first)
        #expect(message.text == "one")

        let answer = #"{"event":"ack","key":"\#(message.key)","id":"alpha@1/6","copies":1}"#
        _ = conversation.session.handleFrame(answer, at: 2)
        try await conversation.postWhatWaits()

        #expect(conversation.session.phase == .over)
        #expect(!conversation.hasFailed)
    }

    @Test func `waits for what was said before, until the person insists`() async throws {
        var conversation = try Self.open()
        try await conversation.handleInput(Array("one\r".utf8))
        try await conversation.postWhatWaits()
        try await conversation.handleInput([4])
        #expect(conversation.session.phase == .open)
        #expect(conversation.lastCall != nil)
        #expect(conversation.screen?.prompt == "(1 waiting) > ")

        try await conversation.handleInput([4])

        #expect(conversation.session.phase == .over)
        #expect(conversation.hasFailed)
    }

    @Test func `keeps a person who leaves for ten seconds at most, whatever is confirmed`() throws {
        let second: Int64 = 1_000_000_000
        var conversation = try Self.open()
        for (now, end) in [(0, 2), (1, 3), (9, 10), (60, 10)] as [(Int64, Int64)] {
            conversation.callLast(at: now * second)
            #expect(conversation.lastCall == end * second)
        }
        var pipe = try Self.joining()
        pipe.callLast(at: 60 * second)
        #expect(pipe.lastCall == 90 * second)
    }

    @Test func `lets a person go at once who has said nothing`() async throws {
        var conversation = try Self.open()
        try await conversation.handleInput([4])
        #expect(conversation.session.phase == .over)
        #expect(!conversation.hasFailed)
    }

    /// One with a person at a terminal, whom a node has let in.
    private static func open() throws -> Conversation {
        var conversation = try joining(isInteractive: true)
        _ = conversation.session.join(at: 0)
        let frame = #"{"event":"attached","node":"alpha","peers":[],"position":"alpha@1/5"}"#
        _ = conversation.session.handleFrame(frame, at: 1)
        return conversation
    }

    private static func joining(isInteractive: Bool = false) throws -> Conversation {
        let participant = ChatParticipant(
            username: "Ana",
            channel: nil,
            secret: String(repeating: "s", count: 16),
            history: 20,
            home: try NodeAddress("http://a")
        )
        return Conversation(ChatSession(participant), isInteractive: isInteractive, trusting: .system)
    }
}
