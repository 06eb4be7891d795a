import ChannelProtocol
import Gossip
import MeshClient
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A client that posts many messages at once", .timeLimit(.minutes(10))) struct ChannelTogetherTests {
    private static func connect(_ serving: ServingNode, _ target: String) async throws -> WebSocketClient {
        let url = serving.url("/channels/\(target)", scheme: "ws")
        return try await WebSocketClient.connect(to: url, subprotocol: Subprotocol.channel, timeout: 240)
    }

    private static func posts(_ numbers: Range<Int>) -> String {
        let posts = numbers.map { #"{"data":\#($0),"key":"k\#($0)"}"# }.joined(separator: ",")
        return #"{"event":"posts","posts":[\#(posts)]}"#
    }

    private static func keys(of message: WebSocketMessage?) -> [String] {
        guard case .text(let text)? = message, let list = text.firstMatch(of: /"keys":\[([^\]]*)\]/) else { return [] }
        return list.1.split(separator: ",").map { String($0.dropFirst().dropLast()) }
    }

    @Test func `is told together that they are held, if it asked for that`() async throws {
        try await withNode { serving in
            let client = try await Self.connect(serving, "tea?acks=together&listen=false")
            let relay = try await serving.connect("/channels/tea")
            try await client.send(text: Self.posts(0..<200))
            try await client.send(text: Self.posts(200..<400))

            var events = 0
            var told: [String] = []
            var messages = client.messages.makeAsyncIterator()
            while told.count < 400 {
                told += Self.keys(of: try await messages.next())
                events += 1
            }
            #expect(told == (0..<400).map { "k\($0)" })
            #expect(events <= 4)
            var heard = relay.messages.makeAsyncIterator()
            for number in 0..<400 { #expect(try await heard.next() == .text("\(number)")) }
        }
    }

    @Test func `is told one by one without asking`() async throws {
        try await withNode { serving in
            let client = try await Self.connect(serving, "tea?listen=false")
            try await client.send(text: Self.posts(0..<3))
            var messages = client.messages.makeAsyncIterator()
            for number in 0..<3 {
                let message = try await messages.next()
                guard case .text(let text)? = message else {
                    Issue.record("\(number): \(message as Any)")
                    break
                }
                #expect(text.hasPrefix(#"{"event":"ack","key":"k\#(number)","id":"#))
            }
        }
    }

    @Test func `is told of what is held before it is told what is wrong`() async throws {
        try await withNode { serving in
            let client = try await Self.connect(serving, "tea?acks=together&listen=false")
            for text in [Self.posts(0..<2), "?", Self.posts(2..<3)] { try await client.send(text: text) }
            var messages = client.messages.makeAsyncIterator()
            #expect(Self.keys(of: try await messages.next()) == ["k0", "k1"])
            #expect(try await messages.next() == .text(#"{"event":"error","reason":"not a JSON object"}"#))
            #expect(Self.keys(of: try await messages.next()) == ["k2"])
        }
    }

    @Test func `is told of what is held before it is sent away, or leaves, with what came in one read`() throws {
        let ways: [(rest: [UInt8], words: String)] = [
            ([0x81, 1, 0x61], "mask"),
            ([0x82, 0xFF, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0], "carries at most"),
            ([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8], "\u{3}"),
        ]
        for way in ways {
            var mesh = try VirtualMesh(["alpha"])
            let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
            #expect(isUp)
            let path = "/channels/tea?acks=together&listen=false"
            let client = try mesh.client(asking: VirtualClient.upgrade(at: path, speaking: Subprotocol.channel))
            #expect(client.send(VirtualClient.frame(Self.posts(0..<2)) + way.rest))
            var received = ""
            let isTold = try mesh.run { _ in
                received = try client.received
                return received.contains(way.words)
            }
            #expect(isTold, "\(received)")
            #expect(received.contains(#""keys":["k0","k1"]"#), "\(way.words)")
        }
    }

    private static func frame(_ numbers: Range<Int>) -> [UInt8] {
        let text = posts(numbers)
        return text.utf8.count < 126 ? VirtualClient.frame(text) : VirtualClient.longFrame(text)
    }

    /// What becomes of what a client sends at once to a node that takes so many messages a second.
    private static func outcome(
        of frames: [UInt8],
        at rate: Int,
        asking query: String,
        until words: String
    ) throws -> (received: String, posted: Int) {
        var mesh = try VirtualMesh(["alpha"], saying: #""limits": { "messages_per_second": \#(rate) }, "#)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let path = "/channels/tea?\(query)"
        let client = try mesh.client(asking: VirtualClient.upgrade(at: path, speaking: Subprotocol.channel))
        #expect(client.send(frames))
        var received = ""
        let isThere = try mesh.run { _ in
            received = try client.received
            return received.contains(words)
        }
        #expect(isThere, "\(received)")
        return (received, mesh.nodes[0].gossip.counters.posted)
    }

    @Test func `has each of them counted by the rate, in a burst of two seconds`() throws {
        let frames = Self.frame(0..<7) + Self.frame(7..<10)
        let query = "acks=together&listen=false"
        let (received, posted) = try Self.outcome(of: frames, at: 5, asking: query, until: #""k9""#)
        #expect(posted == 10)
        #expect(!received.contains(Reason.tooManyMessages))
    }

    @Test(arguments: [11, 40])
    func `has none of those of a frame taken that is above the rate, and all of those before`(count: Int) throws {
        let first = Self.frame(0..<count)
        let alone = try Self.outcome(of: first, at: 5, asking: "listen=true", until: Reason.tooManyMessages)
        #expect(alone.posted == 0)
        #expect(!alone.received.contains(#""event":"#), "\(alone.received)")

        let second = Self.frame(10..<(count + 3))
        let frames = Self.frame(0..<7) + second
        let query = "acks=together&listen=false"
        let (received, posted) = try Self.outcome(of: frames, at: 5, asking: query, until: Reason.tooManyMessages)
        #expect(posted == 7)
        #expect(received.contains(#""keys":["k0","k1","k2","k3","k4","k5","k6"]"#), "\(received)")
    }

    @Test func `gets none of them back before it is closed for those that were too many, if it wants none`() throws {
        let frames = Self.frame(0..<2) + Self.frame(2..<9)
        let (received, _) = try Self.outcome(of: frames, at: 1, asking: "echo=false", until: Reason.tooManyMessages)
        #expect(received.contains(#""key":"k1""#))
        #expect(!received.contains(#""event":"message""#), "\(received)")
    }

    @Test func `may name its channel in the query`() async throws {
        try await withNode { serving in
            let client = try await Self.connect(serving, "?name=..")
            let url = serving.url("/channels/?name=..")
            _ = try await HTTPClient(timeout: 240).post(url, body: Array("hello".utf8), contentType: "text/plain")
            guard case .text(let text)? = try await client.messages.first(where: { _ in true }) else {
                Issue.record("no text came")
                return
            }
            #expect(text.hasSuffix(#""data":"hello"}"#))
        }
    }
}
