import Testing

@testable import BroadcastMesh

@Suite("A chat client's frame", .computing) struct ChatCommandTests {
    private func command(_ text: String) -> ChatCommand {
        let bytes = Array(text.utf8)
        return ChatCommand(decoding: bytes.span)
    }

    @Test func `posts a message`() {
        #expect(command(#"{"event":"send-message","message":"hi"}"#) == .say(message: "hi", key: nil))
        #expect(command(#" {"message":"","more":[1],"event":"send-message"} "#) == .say(message: "", key: nil))
        #expect(command(#"{"event":"send-message","message":"\u5434"}"#) == .say(message: "吴", key: nil))
        #expect(command(#"{"message":"hi","message":"ho","event":"send-message"}"#) == .say(message: "ho", key: nil))
    }

    @Test func `may hold half a surrogate pair, as browsers write it`() {
        #expect(command(#"{"event":"send-message","message":"\ud800!"}"#) == .say(message: "\u{FFFD}!", key: nil))
    }

    @Test func `may carry a key of 1 to 128 bytes`() {
        let longest = String(repeating: "é", count: 64)
        #expect(command(#"{"event":"send-message","message":"hi","key":"k"}"#) == .say(message: "hi", key: "k"))
        #expect(
            command(#"{"event":"send-message","message":"hi","key":"\#(longest)"}"#)
                == .say(message: "hi", key: longest)
        )
    }

    @Test func `has no key that was repaired, since others were repaired to the same`() {
        let refusal = ChatCommand.malformed(reason: "key is not a string of 1 to 128 bytes")
        #expect(command(#"{"event":"send-message","message":"one","key":"\ud800"}"#) == refusal)
        #expect(command(#"{"event":"send-message","message":"two","key":"\ud801"}"#) == refusal)
    }

    @Test func `may ask for history`() {
        #expect(command(#"{"event":"history","before":"a@1/2","count":500}"#) == .history(before: "a@1/2", count: 500))
        #expect(command(#"{"count":1,"event":"history","before":""}"#) == .history(before: "", count: 1))
    }

    @Test(arguments: [
        (#""count":1"#, "before is not a string"), (#""before":7,"count":1"#, "before is not a string"),
        (#""before":"a@1/2""#, "count is not a number from 1 to 500"),
        (#""before":"a@1/2","count":0"#, "count is not a number from 1 to 500"),
        (#""before":"a@1/2","count":501"#, "count is not a number from 1 to 500"),
        (#""before":"a@1/2","count":1.5"#, "count is not a number from 1 to 500"),
        (#""before":"a@1/2","count":1e99"#, "count is not a number from 1 to 500"),
        (#""before":"a@1/2","count":"1""#, "count is not a number from 1 to 500"),
    ])
    func `is malformed when it asks for history that cannot be`(members: String, reason: String) {
        #expect(command(#"{"event":"history",\#(members)}"#) == .malformed(reason: reason))
    }

    @Test(arguments: [
        "", "hi", "null", "7", #""text""#, "[]", #"[{"event":"send-message"}]"#, "{", #"{"event":"send-message""#,
        #"{} {}"#, #"{"event":"send-message","message":"hi",}"#, #"{"event":"send-message","message":"hi","n":01}"#,
        #"{"event":"send-message","message":"hi","n":[1,]}"#,
    ])
    func `is malformed when it is no JSON object`(text: String) {
        #expect(command(text) == .malformed(reason: "not a JSON object"))
    }

    @Test(arguments: [
        #"{"event":"send-message"}"#, #"{"event":"send-message","message":7}"#,
        #"{"event":"send-message","message":null}"#, #"{"event":"send-message","message":["hi"]}"#,
    ])
    func `is malformed when its message is no string`(text: String) {
        #expect(command(text) == .malformed(reason: "message is not a string"))
    }

    @Test(arguments: [#""""#, "7", "null", "\"\(String(repeating: "k", count: 129))\""])
    func `is malformed when its key is no string of 1 to 128 bytes`(key: String) {
        #expect(
            command(#"{"event":"send-message","message":"hi","key":\#(key)}"#)
                == .malformed(reason: "key is not a string of 1 to 128 bytes")
        )
    }

    @Test(arguments: ["{}", #"{"event":"typing"}"#, #"{"event":7,"message":"hi"}"#, #"{"message":"hi"}"#])
    func `is ignored when its event is another, or none`(text: String) {
        #expect(command(text) == .ignored)
    }
}
