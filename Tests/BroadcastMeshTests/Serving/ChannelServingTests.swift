import ChannelProtocol
import MeshClient
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A client that speaks the channel protocol", .timeLimit(.minutes(10))) struct ChannelServingTests {
    private static func connect(_ serving: ServingNode, _ query: String = "", channel: String = "tea") async throws
        -> WebSocketClient
    {
        let url = serving.url("/channels/\(channel)\(query)", scheme: "ws")
        return try await WebSocketClient.connect(to: url, subprotocol: Subprotocol.channel, timeout: 240)
    }

    /// An event without what differs from run to run, node, ID and time, and without the common limit.
    private static func shown(_ message: WebSocketMessage?) -> String {
        guard case .text(let text)? = message else { return "\(String(describing: message))" }
        return text.replacing(/"(id|node|run|time|position|message_bytes)":("[^"]*"|[0-9.]*),?/, with: "").replacing(
            ",}",
            with: "}"
        )
    }

    /// The value of a string member.
    private static func member(_ name: String, of message: WebSocketMessage?) -> String? {
        let text =
            switch message {
            case .text(let text)?: text
            case .binary(let bytes)?: String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
            case nil: ""
            }
        guard let start = text.firstRange(of: "\"\(name)\":\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    @Test func `is answered with the subprotocol, on named channels alone, and others get none`() async throws {
        try await withNode { serving in
            for (target, offered, isChosen) in [
                ("/channels/tea", "mesh.channel.v1", true), ("/channels/", "chat, mesh.channel.v1", true),
                ("/channels/tea", "chat", false), ("/channels/tea", "MESH.channel.v1", false),
                ("/other", "mesh.channel.v1", false), ("/start_web_socket?username=a", "mesh.channel.v1", false),
            ] {
                let client = try await RawClient(to: serving.address)
                let fields = "Sec-WebSocket-Protocol: \(offered)\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
                try await client.send(RawClient.upgrade(target, fields: fields))
                let head = await client.takeHead()
                #expect(head.hasPrefix("HTTP/1.1 101 "))
                #expect(head.contains("\r\nSec-WebSocket-Protocol: mesh.channel.v1\r\n") == isChosen)
                #expect(!head.lowercased().contains("extensions"))
            }
        }
    }

    @Test func `hears what relays post, and they hear what it posts`() async throws {
        try await withNode { serving in
            let program = try await Self.connect(serving)
            let relay = try await serving.connect("/channels/tea")
            try await relay.send(text: "no \"milk\"")
            try await relay.send(binary: [0, 10, 255])
            try await program.send(text: #"{"event":"post","data":"two \u00fc"}"#)
            try await program.send(text: #"{"event":"post","data":{"a": [1, null]}}"#)
            try await program.send(binary: Array("{\"event\":\"post\"}\n".utf8) + [1, 10, 2])

            var atRelay = relay.messages.makeAsyncIterator()
            var texts: Set<WebSocketMessage> = []
            for _ in 0..<5 { if let message = try await atRelay.next() { texts.insert(message) } }
            #expect(
                texts == [
                    .text("no \"milk\""), .binary([0, 10, 255]), .text("two ü"), .text(#"{"a": [1, null]}"#),
                    .binary([1, 10, 2]),
                ]
            )
            var atProgram = program.messages.makeAsyncIterator()
            var events: Set<String> = []
            var binary: Set<[UInt8]> = []
            for _ in 0..<5 {
                let message = try await atProgram.next()
                #expect(Self.member("node", of: message) == "alpha")
                #expect(Self.member("id", of: message)?.hasPrefix("alpha@") == true)
                if case .binary(let bytes)? = message {
                    binary.insert(Array(bytes.drop { $0 != 10 }.dropFirst()))
                } else {
                    events.insert(Self.shown(message))
                }
            }
            #expect(binary == [[0, 10, 255], [1, 10, 2]])
            #expect(
                events == [
                    #"{"event":"message","data":"no \"milk\""}"#, #"{"event":"message","data":"two ü"}"#,
                    #"{"event":"message","data":{"a": [1, null]}}"#,
                ]
            )
        }
    }

    @Test func `hears JSON that was posted over HTTP, and text as text`() async throws {
        try await withNode { serving in
            let program = try await Self.connect(serving)
            var messages = program.messages.makeAsyncIterator()
            let http = try HTTPClient(timeout: 240)
            for (body, type) in [("[1]", "application/json"), ("[1]", "text/plain")] {
                let url = serving.url("/channels/tea")
                #expect(try await http.post(url, body: Array(body.utf8), contentType: type).status == 202)
            }
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":[1]}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":"[1]"}"#)
        }
    }

    @Test func `is told who holds a message with a key, which is delivered once, also after a POST`() async throws {
        try await withNode { serving in
            let program = try await Self.connect(serving)
            var messages = program.messages.makeAsyncIterator()
            try await program.send(text: #"{"event":"post","data":"a","key":"k1"}"#)
            var (ids, events): (Set<String>, Set<String>) = ([], [])
            for _ in 0..<2 {
                let message = try await messages.next()
                events.insert(Self.shown(message))
                if let id = Self.member("id", of: message) { ids.insert(id) }
            }
            #expect(
                events == [
                    #"{"event":"ack","key":"k1","copies":1}"#, #"{"event":"message","key":"k1","data":"a"}"#,
                ]
            )
            #expect(ids.count == 1)

            let client = try await RawClient(to: serving.address)
            let fields = "Content-Type: text/plain\r\nContent-Length: 1\r\nConnection: close\r\n"
            try await client.send(
                "POST /channels/tea HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k1\r\n\(fields)\r\na"
            )
            let answer = String(decoding: await client.takeRest(), as: UTF8.self)
            #expect(answer.contains(#"{"id":"\#(ids.first ?? "")"}"#))

            try await program.send(binary: Array("{\"event\":\"post\",\"key\":\"k1\"}\na".utf8))
            let again = try await messages.next()
            #expect(Self.shown(again) == #"{"event":"ack","key":"k1","copies":1}"#)
            #expect(Self.member("id", of: again) == ids.first)
        }
    }

    @Test func `reads history, then what its position does not cover, then what is live`() async throws {
        try await withNode { serving in
            let relay = try await serving.connect("/channels/tea")
            var atRelay = relay.messages.makeAsyncIterator()
            for number in 0..<5 {
                try await relay.send(text: "\(number)")
                _ = try await atRelay.next()
            }
            let first = try await Self.connect(serving, "?history=2")
            var messages = first.messages.makeAsyncIterator()
            let attached = try await messages.next()
            #expect(Self.shown(attached) == #"{"event":"attached","peers":[]}"#)
            #expect(Self.member("position", of: attached)?.hasPrefix("alpha@") == true)
            let three = try await messages.next()
            #expect(Self.shown(three) == #"{"event":"message","data":"3"}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":"4"}"#)

            let position = try #require(Self.member("id", of: three))
            let second = try await Self.connect(serving, "?after=\(position)")
            var more = second.messages.makeAsyncIterator()
            #expect(Self.shown(try await more.next()) == #"{"event":"attached","peers":[]}"#)
            #expect(Self.shown(try await more.next()) == #"{"event":"message","data":"4"}"#)
            try await relay.send(text: "5")
            #expect(Self.shown(try await more.next()) == #"{"event":"message","data":"5"}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":"5"}"#)
        }
    }

    @Test func `is closed with 1008 and a reason when its position cannot be read`() async throws {
        try await withNode { serving in
            for query in ["?after=nonsense", "?history=x"] {
                let client = try await Self.connect(serving, query)
                #expect(await client.end.code == 1008)
            }
        }
    }

    @Test func `is told of a gap where something is no longer held`() async throws {
        try await withNode(#""retention": { "messages": 3 }, "#) { serving in
            let relay = try await serving.connect("/channels/tea")
            let program = try await Self.connect(serving, "?history=0")
            var messages = program.messages.makeAsyncIterator()
            let start = try #require(Self.member("position", of: try await messages.next()))
            var ids: [String?] = []
            for number in 0..<10 {
                try await relay.send(text: "\(number)")
                ids.append(Self.member("id", of: try await messages.next()))
            }
            let back = try await Self.connect(serving, "?after=\(start)")
            var more = back.messages.makeAsyncIterator()
            #expect(Self.shown(try await more.next()) == #"{"event":"attached","peers":[]}"#)
            let end = try #require(ids[6])
            #expect(Self.shown(try await more.next()) == #"{"event":"gap","lost":7,"after":"\#(end)"}"#)
            for number in 7..<10 {
                #expect(Self.shown(try await more.next()) == #"{"event":"message","data":"\#(number)"}"#)
            }
        }
    }

    @Test func `is spared its own messages when it says echo=false`() async throws {
        try await withNode { serving in
            let quiet = try await Self.connect(serving, "?echo=false")
            let loud = try await Self.connect(serving)
            var atLoud = loud.messages.makeAsyncIterator()
            for number in 0..<20 {
                try await quiet.send(text: #"{"event":"post","data":\#(number)}"#)
                _ = try await atLoud.next()
                try await loud.send(text: #"{"event":"post","data":\#(100 + number)}"#)
                _ = try await atLoud.next()
            }
            var atQuiet = quiet.messages.makeAsyncIterator()
            for number in 0..<20 {
                #expect(Self.shown(try await atQuiet.next()) == #"{"event":"message","data":\#(100 + number)}"#)
            }
        }
    }

    @Test(arguments: [("", false), ("history=5&", false), ("", true)])
    func `gets answers and nothing else when it says listen=false`(query: String, isPlain: Bool) async throws {
        try await withNode { serving in
            let loud = try await Self.connect(serving)
            var atLoud = loud.messages.makeAsyncIterator()
            try await loud.send(text: #"{"event":"post","data":"old"}"#)
            _ = try await atLoud.next()
            let target = "/channels/tea?\(query)listen=false"
            let quiet =
                isPlain ? try await serving.connect(target) : try await Self.connect(serving, "?\(query)listen=false")
            for number in 0..<20 {
                let post = isPlain ? "quiet \(number)" : #"{"event":"post","data":"quiet \#(number)"}"#
                try await quiet.send(text: post)
                #expect(Self.shown(try await atLoud.next()) == #"{"event":"message","data":"quiet \#(number)"}"#)
                try await loud.send(text: #"{"event":"post","data":\#(number)}"#)
                _ = try await atLoud.next()
            }
            guard !isPlain else { return }
            try await quiet.send(text: #"{"event":"post","data":"last","key":"k"}"#)
            var atQuiet = quiet.messages.makeAsyncIterator()
            if !query.isEmpty { #expect(Self.shown(try await atQuiet.next()) == #"{"event":"attached","peers":[]}"#) }
            #expect(Self.shown(try await atQuiet.next()) == #"{"event":"ack","key":"k","copies":1}"#)
            try await quiet.send(text: "?")
            #expect(Self.shown(try await atQuiet.next()) == #"{"event":"error","reason":"not a JSON object"}"#)
        }
    }

    @Test func `is told at which run it is, and how many messages that takes`() async throws {
        try await withNode(#""limits": { "messages_per_second": 7 }, "#) { serving in
            let client = try await Self.connect(serving, "?history=0")
            var messages = client.messages.makeAsyncIterator()
            let attached = try await messages.next()
            #expect(Self.shown(attached) == #"{"event":"attached","peers":[],"messages_per_second":7}"#)
            try await client.send(text: #"{"event":"post","data":1}"#)
            let id = Self.member("id", of: try await messages.next())
            #expect(Self.member("run", of: attached) == id.map { String($0.prefix { $0 != "/" }) })
        }
    }

    @Test func `is told what is wrong with what it sent, and stays`() async throws {
        try await withNode { serving in
            let client = try await Self.connect(serving)
            var messages = client.messages.makeAsyncIterator()
            try await client.send(text: "hello")
            #expect(Self.shown(try await messages.next()) == #"{"event":"error","reason":"not a JSON object"}"#)
            try await client.send(text: #"{"event":"post"}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"error","reason":"a post has no data"}"#)
            try await client.send(binary: [UInt8](repeating: 7, count: 5000))
            let noLine = #"{"event":"error","reason":"the first line does not end within 1024 bytes"}"#
            #expect(Self.shown(try await messages.next()) == noLine)
            try await client.send(binary: Array("{}\nx".utf8))
            #expect(Self.shown(try await messages.next()) == #"{"event":"error","reason":"event is not a string"}"#)
            try await client.send(text: #"{"event":"post","data":1}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":1}"#)
        }
    }

    @Test func `may post as much as the limit says, of a binary message behind the line`() async throws {
        try await withNode(#""limits": { "message_bytes": 1000 }, "#) { serving in
            let client = try await Self.connect(serving)
            var messages = client.messages.makeAsyncIterator()
            let front = Array("{\"event\":\"post\"}\n".utf8)
            try await client.send(binary: front + [UInt8](repeating: 7, count: 1000))
            guard case .binary(let bytes)? = try await messages.next() else { throw RawClient.Ended() }
            #expect(bytes.drop { $0 != 10 }.count == 1001)
            let text = #"{"event":"post","data":""}"#
            let data = String(repeating: "\\n", count: (1000 - text.utf8.count) / 2)
            try await client.send(text: #"{"event":"post","data":"\#(data)"}"#)
            #expect(Self.shown(try await messages.next()) == #"{"event":"message","data":"\#(data)"}"#)

            try await client.send(binary: front + [UInt8](repeating: 7, count: 1001))
            #expect(await client.end.code == 1009)
            let other = try await Self.connect(serving)
            try await other.send(text: #"{"event":"post","data":"\#(data)xxx"}"#)
            #expect(await other.end.code == 1009)
        }
    }

    @Test func `gets everything once and in order when it reads slowly, as text and as bytes`() async throws {
        try await withNode { serving in
            let slow = try await RawClient(to: serving.address)
            try await slow.send(
                RawClient.upgrade("/channels/tea", fields: "Sec-WebSocket-Protocol: mesh.channel.v1\r\n")
            )
            _ = await slow.takeHead()
            try await slow.setReading(false)
            let relay = try await serving.connect("/channels/tea")
            var atRelay = relay.messages.makeAsyncIterator()
            let filler = String(repeating: "z", count: 3000)
            let count = 2000
            for number in 0..<count {
                try await relay.send(text: "\(number)|\(filler)")
                if number % 50 == 49 { for _ in 0..<50 { _ = try await atRelay.next() } }
            }
            try await slow.setReading(true)
            for number in 0..<count {
                let frame = try await slow.takeFrame()
                let text = String(decoding: frame.payload, as: UTF8.self)
                #expect(text.hasSuffix(#""data":"\#(number)|\#(filler)"}"#))
            }
        }
    }

    @Test func `is counted among the clients of its channel`() async throws {
        try await withNode { serving in
            let program = try await Self.connect(serving)
            let relay = try await serving.connect("/channels/tea")
            try await serving.eventually("two clients are counted") { node in
                await node.statusReport.channels.map(\.clients) == [2]
            }
            _ = await program.close()
            _ = await relay.close()
            try await serving.eventually("the channel is gone") { node in await node.statusReport.channels.isEmpty }
        }
    }
}
