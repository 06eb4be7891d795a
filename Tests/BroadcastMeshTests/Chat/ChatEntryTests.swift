import Gossip
import Testing

@testable import BroadcastMesh

@Suite("Entering a chat", .computing) struct ChatEntryTests {
    private static let salt = MeshSalt(secret: nil)

    @Test func `takes a name, and the channel called chat`() throws {
        let entry = try ChatEntry(username: "ana", channel: nil, session: nil, history: nil, salt: Self.salt)
        #expect(entry.username == "ana")
        #expect(entry.channel == Array("chat".utf8))
    }

    @Test func `takes the channel that is asked for, even the one without a name`() throws {
        let entry = try ChatEntry(username: "ana", channel: "tea", session: nil, history: "0", salt: Self.salt)
        #expect(entry.channel == Array("tea".utf8))
        #expect(try ChatEntry(username: "ana", channel: "", session: nil, history: "10", salt: Self.salt).channel == [])
    }

    @Test(
        arguments: [
            (nil, ChatRefusal.missingUsername), ("", .emptyUsername), ("a\u{0}b", .controlCharacterInUsername),
            ("a\nb", .controlCharacterInUsername), ("\u{7F}", .controlCharacterInUsername),
            ("\u{85}", .controlCharacterInUsername), (String(repeating: "x", count: 65), .usernameTooLong),
            (String(repeating: "e\u{301}", count: 33), .usernameTooLong),
        ] as [(String?, ChatRefusal)]
    )
    func `refuses names that break a rule`(username: String?, refusal: ChatRefusal) {
        #expect(throws: refusal) {
            try ChatEntry(username: username, channel: nil, session: nil, history: nil, salt: Self.salt)
        }
    }

    @Test func `takes names of 64 scalars, in any script`() throws {
        for name in [String(repeating: "x", count: 64), "吴", "👩‍👩‍👧", "Zoë with a space"] {
            let entry = try ChatEntry(username: name, channel: nil, session: nil, history: nil, salt: Self.salt)
            #expect(entry.username == name)
        }
    }

    @Test(arguments: [0, 15, 129]) func `refuses sessions that are too short or too long`(length: Int) {
        let session = String(repeating: "s", count: length)
        #expect(throws: ChatRefusal.malformedSession) {
            try ChatEntry(username: "ana", channel: nil, session: session, history: nil, salt: Self.salt)
        }
    }

    @Test(arguments: [16, 128]) func `takes sessions of 16 to 128 characters`(length: Int) throws {
        let session = String(repeating: "s", count: length)
        _ = try ChatEntry(username: "ana", channel: nil, session: session, history: nil, salt: Self.salt)
    }

    @Test(arguments: ["", "x", "-1", "1.5", "1 "]) func `refuses a history that is no number`(history: String) {
        #expect(throws: ChatRefusal.malformedHistory) {
            try ChatEntry(username: "ana", channel: nil, session: nil, history: history, salt: Self.salt)
        }
    }
}
