import Gossip
import JSON
import MeshClient
import Testing

@testable import BroadcastMesh

@Suite("What was said before", .timeLimit(.minutes(10))) struct PastMessageTests {
    private let id = MessageID(node: "alpha", epoch: 1, sequence: 2)

    private static func isJSON(_ event: ChatEvent) -> Bool {
        let json = event.json
        return json.span.isJSON
    }

    @Test(arguments: [1, 125, 126, 127, 65_535 - 4096, PastMessage.answerBytes])
    func `is what stands in a frame, whatever its length`(count: Int) {
        let event = [UInt8](repeating: UInt8(ascii: "1"), count: min(count, PastMessage.answerBytes))
        let header: [UInt8] =
            event.count < 126
            ? [0x81, UInt8(event.count)] : [0x81, 126, UInt8(event.count >> 8), UInt8(event.count & 0xFF)]
        #expect(PastMessage(id, inFrame: (header + event).span) == .whole(event))
    }

    @Test func `is named and counted where it is longer than an answer may be`() {
        let count = 70_000
        let header: [UInt8] = [0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]
        let message = PastMessage(id, inFrame: (header + [UInt8](repeating: 0x31, count: count)).span)
        #expect(message == .named(id, bytes: count))
        #expect(
            String(decoding: ChatEvent.history(before: "b@1/1", [message], hasMore: false).json, as: UTF8.self)
                == #"{"event":"history","before":"b@1/1","messages":[{"event":"send-message","id":"alpha@1/2","node":"alpha","bytes":70000}],"more":false}"#
        )
    }

    @Test(arguments: ["", "no JSON", "1,2", "}", "\"", #"{"event":"send-message""#, "[", "\u{1}"])
    func `is named and counted where a peer has sent no event, which would break the answer`(event: String) {
        let payload = Array(event.utf8)
        let message = PastMessage(id, inFrame: ([0x81, UInt8(payload.count)] + payload).span)
        #expect(message == .named(id, bytes: payload.count))
        #expect(Self.isJSON(ChatEvent.history(before: "b@1/1", [message], hasMore: false)))
    }

    @Test func `is looked at only while an answer has room for it, though it tells next to nothing`() {
        var (room, count) = (HistoryRoom(), 0)
        while room.takes(.named(id, bytes: PastMessage.answerBytes)) { count += 1 }
        #expect(count == 2)
        // What is longer than any answer is not looked at.
        (room, count) = (HistoryRoom(), 0)
        while room.takes(.named(id, bytes: PastMessage.answerBytes + 1)) { count += 1 }
        #expect(count == PastMessage.answerBytes / 256)
    }

    @Test(arguments: [509, 510, 511]) func `nests no deeper in an answer than an answer may`(depth: Int) {
        let event = Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        let frame: [UInt8] = [0x81, 126, UInt8(event.count >> 8), UInt8(event.count & 0xFF)] + event
        let answer = ChatEvent.history(before: "b@1/1", [PastMessage(id, inFrame: frame.span)], hasMore: false)
        #expect(Self.isJSON(answer))
        #expect((PastMessage(id, inFrame: frame.span) == .whole(event)) == (depth <= 510))
    }

    @Test func `is answered page by page, oldest first, each message once`() async throws {
        let (nodes, urls) = try await ResumeTests.pair()
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana&history=1", timeout: 240)
        for number in 1...7 { try await ResumeTests.say("\(number)", as: ana) }
        let heard = try await ResumeTests.events(of: ana) { $0.message == "7" }
        var before = try #require(heard.last?.id)

        var pages: [[String]] = []
        var hasMore = true
        while hasMore {
            try await ana.send(text: #"{"event":"history","before":"\#(before)","count":4}"#)
            let answer = try #require(try await ResumeTests.events(of: ana) { $0.event == "history" }.last)
            #expect(answer.before == before)
            pages.append(answer.messages?.compactMap(\.message) ?? [])
            hasMore = answer.more ?? false
            before = answer.messages?.first?.id ?? ""
        }
        #expect(pages == [["3", "4", "5", "6"], ["1", "2"]])

        try await ana.send(text: #"{"event":"history","before":"alpha@1/1","count":4}"#)
        let refusal = try await ResumeTests.events(of: ana) { $0.event == "error" }.last
        #expect(refusal?.reason == "the message that history is asked before is not held")
        for node in nodes { await node.stop() }
    }

    @Test func `fits into what a client may leave unread, and says that there is more`() async throws {
        let (nodes, urls) = try await ResumeTests.pair()
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana&history=1", timeout: 240)
        let text = String(repeating: "x", count: 20_000)
        for number in 1...5 { try await ResumeTests.say("\(number)\(text)", as: ana) }
        try await ResumeTests.say(String(repeating: "y", count: 100_000), as: ana)
        try await ResumeTests.say("end", as: ana)
        let end = try #require(try await ResumeTests.events(of: ana) { $0.message == "end" }.last?.id)

        try await ana.send(text: #"{"event":"history","before":"\#(end)","count":500}"#)
        let answer = try #require(try await ResumeTests.events(of: ana) { $0.event == "history" }.last)
        let messages = try #require(answer.messages)
        #expect(messages.map { $0.message?.first } == ["4", "5", nil])
        #expect((messages.last?.bytes ?? 0) > 100_000)
        #expect(answer.more == true)
        for node in nodes { await node.stop() }
    }
}
