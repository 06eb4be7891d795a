import JSON
import Testing

@testable import BroadcastMesh

@Suite("What a client of the channel protocol asks for", .computing) struct ChannelCommandTests {
    private static func read(_ text: String) -> ChannelCommand { ChannelCommand(decoding: Array(text.utf8).span) }

    private static func line(_ text: String) -> ChannelCommand { ChannelCommand(decodingLine: Array(text.utf8).span) }

    /// What is to be posted, as the text that stands for it.
    private static func data(_ text: String) -> (text: String, isJSON: Bool, key: String?)? {
        let bytes = Array(text.utf8)
        guard case .post(let contents, let key) = ChannelCommand(decoding: bytes.span) else { return nil }
        switch contents {
        case .text(let text): return (text.string(in: bytes.span), false, key)
        case .json(let range): return (String(decoding: bytes[range], as: UTF8.self), true, key)
        case .rest: return nil
        }
    }

    @Test func `is a text message for a string, and a JSON message for any other value, as it is written`() throws {
        let text = try #require(Self.data(#"{"event":"post","data":"two \"sugars\" \u00fc","key":"k1"}"#))
        #expect(text == ("two \"sugars\" ü", false, "k1"))
        for value in ["null", "1.50", "true", "[1, 2]", #"{ "a": {"b": "}"} }"#] {
            let json = try #require(Self.data(#"{"data": \#(value), "event": "post"}"#))
            #expect(json == (value, true, nil))
        }
    }

    @Test(arguments: [
        ("", "not a JSON object"), ("[]", "not a JSON object"), ("{", "not a JSON object"),
        (#"{"event":"post","data":1} x"#, "not a JSON object"), ("{}", "event is not a string"),
        (#"{"event":7,"data":1}"#, "event is not a string"), (#"{"event":"post"}"#, "a post has no data"),
        (#"{"event":"shout","data":1}"#, #"unknown event "shout"; a client sends "post""#),
        (#"{"event":"posts"}"#, "posts is not a list"), (#"{"event":"posts","posts":{}}"#, "posts is not a list"),
        (#"{"event":"posts","posts":[5]}"#, "not a JSON object"),
        (#"{"event":"posts","posts":[{"data":1},{"key":"k"}]}"#, "a post has no data"),
        (#"{"event":"posts","posts":[{"data":1,"key":5}]}"#, "key is not a string of 1 to 128 bytes"),
        (#"{"event":"post","posts":[{"data":1}]}"#, "a post has no data"),
        (#"{"event":"post","data":1,"key":""}"#, "key is not a string of 1 to 128 bytes"),
        (#"{"event":"post","data":1,"key":5}"#, "key is not a string of 1 to 128 bytes"),
    ])
    func `is told what is wrong with it`(text: String, reason: String) {
        guard case .malformed(reason, _) = Self.read(text) else {
            Issue.record("\(Self.read(text))")
            return
        }
    }

    @Test(arguments: [
        (#"{"event":"post","key":"k1"}"#, "k1"), (#"{"key":"k1","event":"pst","data":1}"#, "k1"),
        (#"{"event":"post","key":"k1","data":}"#, "k1"), (#"{"event":"post","data":,"key":"k1"}"#, nil),
        (#"{"event":"post","key":5}"#, nil), (#"{"event":"post","key":"\ud800"}"#, nil),
        (#"{"event":"posts","posts":[{"key":"k1","data":1},{"key":"k2"},{"key":"k3"}]}"#, "k2"),
        (#"{"event":"posts","posts":[{"key":"k1","data":1},{"key":"k2","data":}]}"#, "k2"),
        (#"{"event":"posts","posts":[{"key":"k1","data":1},{"data":}]}"#, nil),
        (#"{"event":"posts","posts":[{"key":"k1","data":1}"#, nil),
    ])
    func `is told of which post, where its key could be read`(text: String, key: String?) {
        guard case .malformed(_, key) = Self.read(text) else {
            Issue.record("\(Self.read(text))")
            return
        }
    }

    @Test func `is told of which post, also where that nests too deep`() {
        let data = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        let posts = #"{"key":"k1","data":1},{"key":"k2","data":\#(data)},{"key":"k3","data":1}"#
        for text in [#"{"event":"post","key":"k2","data":\#(data)}"#, #"{"event":"posts","posts":[\#(posts)]}"#] {
            guard case .malformed(_, "k2") = Self.read(text) else {
                Issue.record("\(Self.read(text))")
                return
            }
        }
    }

    @Test(arguments: [(511, true), (512, false)]) func `nests up to a bound, and is told where it is`(
        depth: Int,
        isTaken: Bool
    ) {
        let data = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let refusal = ChannelCommand.malformed(reason: "lists and objects nest deeper than 511 in the object")
        #expect((Self.data(#"{"event":"post","data":\#(data)}"#)?.text == data) == isTaken)
        #expect((Self.read(#"{"event":"post","data":\#(data)}"#) == refusal) != isTaken)
        #expect((Self.read(#"{"event":"posts","posts":[{"data":\#(data)}]}"#) == refusal) != isTaken)
        #expect((Self.line(#"{"event":"post","x":\#(data)}"#) == refusal) != isTaken)
        #expect((ChatCommand(decoding: Array(#"{"event":\#(data)}"#.utf8).span) == .ignored) == isTaken)
    }

    @Test func `posts several messages from one frame, and no more than it says`() {
        let text = #"{"event":"posts","posts":[{"data":"a","key":"k1"},{"event":"post","data":[2]}]}"#
        let bytes = Array(text.utf8)
        guard case .posts(let posts) = Self.read(text), posts.count == 2 else {
            Issue.record("two posts were not read")
            return
        }
        #expect(posts.map(\.key) == ["k1", nil])
        if case .text(let text) = posts[0].contents { #expect(text.string(in: bytes.span) == "a") }
        if case .json(let range) = posts[1].contents { #expect(bytes[range].elementsEqual("[2]".utf8)) }

        for (count, isTaken) in [
            (ChannelCommand.postLimit, true), (ChannelCommand.postLimit + 1, false), (9999, false),
        ] {
            let list = Array(repeating: #"{"data":1}"#, count: count).joined(separator: ",")
            let command = Self.read(#"{"event":"posts","posts":[\#(list)]}"#)
            #expect((command == .malformed(reason: "more than 256 posts in one frame")) != isTaken)
        }
        #expect(Self.line(#"{"event":"posts","posts":[]}"#) != Self.line(#"{"event":"post"}"#))
    }

    @Test(arguments: ["x", "\u{301}"])
    func `names no more of an unknown event than a line has room for`(letter: String) {
        let name = "x" + String(repeating: letter, count: 10_000)
        guard case .malformed(let reason, _) = Self.read(#"{"event":"\#(name)"}"#) else {
            Issue.record("an unknown event was taken")
            return
        }
        #expect(reason.utf8.count < 200)
    }

    @Test func `has a key of up to 128 bytes`() {
        let key = String(repeating: "k", count: 128)
        #expect(Self.data(#"{"event":"post","data":1,"key":"\#(key)"}"#)?.key == key)
        #expect(Self.data(#"{"event":"post","data":1,"key":"\#(key)k"}"#) == nil)
    }

    @Test func `has no key that was repaired, since others were repaired to the same`() {
        let refusal = ChannelCommand.malformed(reason: "key is not a string of 1 to 128 bytes")
        #expect(Self.read(#"{"event":"post","data":1,"key":"\ud800"}"#) == refusal)
        #expect(Self.read(#"{"event":"post","data":1,"key":"\ud801"}"#) == refusal)
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func `is read or refused whatever it is made of`(seed: UInt64) {
        var chance = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ bound: Int) -> Int {
            chance = chance &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(chance >> 33) % bound
        }
        let valid = Array(#"{"event":"post","key":"k\u00e9","data":{"a":[1,-2.5e3,"\ud83d\ude00\n",null]}}"#.utf8)
        for _ in 0..<500 {
            var bytes = valid
            for _ in 0...next(3) { bytes[next(bytes.count)] = UInt8(next(128)) }
            bytes.removeLast(next(4) == 0 ? next(bytes.count) : 0)
            let isEmptyReason =
                switch ChannelCommand(decoding: bytes.span) {
                case .post(.json(let range), _): range.isEmpty
                case .post(_, let key): key?.isEmpty == true
                case .posts(let posts): posts.isEmpty
                case .malformed(let reason, _): reason.isEmpty
                }
            #expect(!isEmptyReason)
            _ = ChannelCommand(decodingLine: bytes.span)
        }
    }

    @Test func `is in the first line of a binary message, without data`() {
        #expect(Self.line(#"{"event":"post","key":"k1"}"#) == .post(.rest, key: "k1"))
        #expect(Self.line(#"{"event":"post"}"#) == .post(.rest, key: nil))
        let withData = Self.line(#"{"event":"post","data":1}"#)
        #expect(withData == .malformed(reason: "the first line of a binary post has data"))
        #expect(Self.line("") == .malformed(reason: "not a JSON object"))
        let noText = ChannelCommand(decodingLine: [0xFF, 0xFE].span)
        #expect(noText == .malformed(reason: "the first line is not UTF-8"))
    }
}

@Suite("What belongs to a message beside its bytes", .computing) struct MessageNotesTests {
    @Test(arguments: [
        MessageNotes(isJSON: true, key: nil), MessageNotes(isJSON: false, key: "k"),
        MessageNotes(isJSON: true, key: String(repeating: "ü", count: 64)),
    ])
    func `is the same after its way through the mesh`(notes: MessageNotes) {
        #expect(MessageNotes(decoding: notes.bytes) == notes)
        // What a later version adds means nothing here.
        #expect(MessageNotes(decoding: notes.bytes + [1, 2, 3]) == notes)
    }

    @Test func `takes nothing where there is nothing to note`() {
        #expect(MessageNotes().bytes.isEmpty)
        #expect(MessageNotes(decoding: []).isEmpty)
    }

    @Test func `says no more than what is there of it`() {
        #expect(MessageNotes(decoding: [0, 5, 0x6B]) == MessageNotes())
        #expect(MessageNotes(decoding: [1]) == MessageNotes())
    }
}
