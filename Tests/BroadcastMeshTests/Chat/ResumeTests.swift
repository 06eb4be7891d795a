import FoundationEssentials
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

/// An event of the chat, as a client reads it.
struct ReceivedEvent: Decodable {
    var event: String
    var message: String?
    var id: String?
    var key: String?
    var copies: Int?
    var position: String?
    var peers: [String]?
    var lost: Int?
    var usernames: [String]?
    var before: String?
    var messages: [PastEvent]?
    var more: Bool?
    var reason: String?
}

/// A message in an answer about history.
struct PastEvent: Decodable {
    var event: String
    var message: String?
    var id: String
    var bytes: Int?
}

@Suite("A chat client that comes back", .timeLimit(.minutes(10))) struct ResumeTests {
    /// Two linked nodes on loopback, and where their clients connect.
    static func pair() async throws -> (nodes: [MeshNode], urls: [String]) {
        let names = ["alpha", "bravo"]
        let mesh = try LinkedNodesTests.line(names, transport: "tcp")
        let nodes = try names.map { try MeshNode($0, of: mesh) }
        async let first = nodes[0].start()
        async let second = nodes[1].start()
        return (nodes, try await [first, second].map { "ws://\($0)/start_web_socket?username=" })
    }

    /// Reads events until one satisfies a condition, and returns all of them without the lists of users.
    static func events(
        of client: WebSocketClient,
        until isLast: (ReceivedEvent) -> Bool
    ) async throws -> [ReceivedEvent] {
        var events: [ReceivedEvent] = []
        for try await message in client.messages {
            guard case .text(let text) = message else { continue }
            let event = try JSONDecoder().decode(ReceivedEvent.self, from: Data(text.utf8))
            if event.event != "update-users" { events.append(event) }
            if isLast(event) { return events }
        }
        return events
    }

    static func say(_ message: String, key: String? = nil, as client: WebSocketClient) async throws {
        let key = key.map { #", "key": "\#($0)""# } ?? ""
        try await client.send(text: #"{ "event": "send-message", "message": "\#(message)"\#(key) }"#)
    }

    @Test func `reads on another node exactly what it missed, and then what is live`() async throws {
        let (nodes, urls) = try await Self.pair()
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana&history=10", timeout: 240)
        // The node that Bob comes to may not have heard yet that he has left: the session says that it is he.
        let bobs = "bob&session=0123456789abcdef"
        let bob = try await WebSocketClient.connect(to: urls[1] + bobs + "&history=10", timeout: 240)
        let start = try await Self.events(of: ana) { $0.event == "attached" }
        #expect(start.first?.peers?.count == 1)
        try await Self.say("one", as: ana)
        try await Self.say("two", as: ana)
        let seen = try await Self.events(of: bob) { $0.message == "two" }
        let position = try #require(seen.first { $0.message == "one" }?.id)
        _ = await bob.close()

        let back = try await WebSocketClient.connect(to: urls[0] + bobs + "&after=\(position)", timeout: 240)
        try await Self.say("three", as: ana)
        let events = try await Self.events(of: back) { $0.message == "three" }

        #expect(events.map(\.event) == ["attached", "send-message", "send-message"])
        #expect(events.compactMap(\.message) == ["two", "three"])
        for node in nodes { await node.stop() }
    }

    @Test func `is let wait for what it saw, but not for ever`() async throws {
        let (nodes, urls) = try await Self.pair()
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana&history=0", timeout: 240)
        try await Self.say("one", as: ana)
        let id = try #require(try await Self.events(of: ana) { $0.message == "one" }.last?.id)
        let start = ContinuousClock.now
        // Nobody will ever post this; its node is there, so it might be on its way.
        let back = try await WebSocketClient.connect(to: urls[1] + "bob&after=\(id)999", timeout: 240)
        try await Self.say("two", key: "k1", as: back)

        let events = try await Self.events(of: back) { $0.copies == 2 }
        #expect(start.duration(to: .now) >= .milliseconds(900))
        #expect(events.compactMap(\.message) == ["two"])
        withExtendedLifetime(ana) {}
        for node in nodes { await node.stop() }
    }

    @Test func `gets the newest messages when it asks for history`() async throws {
        let (nodes, urls) = try await Self.pair()
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana", timeout: 240)
        for number in 1...5 { try await Self.say("\(number)", as: ana) }
        _ = try await Self.events(of: ana) { $0.message == "5" }
        let bob = try await WebSocketClient.connect(to: urls[0] + "bob&history=3", timeout: 240)
        let events = try await Self.events(of: bob) { $0.message == "5" }
        #expect(events.compactMap(\.message) == ["3", "4", "5"])
        for node in nodes { await node.stop() }
    }

    @Test func `is told that its message is held, here and by a second node, and does not say it twice`() async throws {
        let (nodes, urls) = try await Self.pair()
        let session = "&session=0123456789abcdef"
        let ana = try await WebSocketClient.connect(to: urls[0] + "ana" + session, timeout: 240)
        try await Self.say("hello", key: "k1", as: ana)
        let first = try await Self.events(of: ana) { $0.copies == 2 }
        #expect(first.compactMap(\.copies) == [1, 2])
        #expect(first.contains { $0.message == "hello" && $0.key == "k1" })
        _ = await ana.close()

        let again = try await WebSocketClient.connect(to: urls[1] + "ana" + session, timeout: 240)
        try await Self.say("hello", key: "k1", as: again)
        let second = try await Self.events(of: again) { $0.copies == 2 }
        #expect(second.allSatisfy { $0.message == nil })
        #expect(Set(second.compactMap(\.id)) == Set(first.compactMap(\.id)))
        for node in nodes { await node.stop() }
    }

    @Test func `takes its own name over with its session, on another node too`() async throws {
        let (nodes, urls) = try await Self.pair()
        let session = "&session=0123456789abcdef"
        let ghost = try await WebSocketClient.connect(to: urls[0] + "ana" + session, timeout: 240)
        _ = try await Self.events(of: ghost) { $0.event == "update-users" }
        let newer = try await WebSocketClient.connect(to: urls[1] + "ana" + session, timeout: 240)
        _ = try await Self.events(of: newer) { $0.event == "update-users" }
        let end = await ghost.end
        #expect(end.code == 1008)
        #expect(end.reason == "Replaced by a newer connection")
        for node in nodes { await node.stop() }
    }

    @Test func `is refused with a position that cannot be read`() async throws {
        let (nodes, urls) = try await Self.pair()
        let client = try await WebSocketClient.connect(to: urls[0] + "ana&after=nonsense", timeout: 240)
        let end = await client.end
        #expect(end.code == 1008)
        #expect(end.reason.contains("after"))
        for node in nodes { await node.stop() }
    }
}

@Suite("An upgrade that its client gave up", .timeLimit(.minutes(10))) struct AbandonedUpgradeTests {
    @Test(arguments: [0, 1]) func `takes no name away, when a node that stood still goes on`(frameCount: Int)
        async throws
    {
        let (nodes, urls) = try await ResumeTests.pair()
        let session = "&session=0123456789abcdef"
        let address = try await nodes[0].clientAddress
        let gate = Gate()
        async let stalled: Void = nodes[0].standStill(until: gate)
        let ghost = try await RawClient(to: address)
        let frames = (0..<frameCount).flatMap { _ in RawClient.frame(.text, []) }
        try await ghost.send(Array(RawClient.upgrade("/start_web_socket?username=ana" + session).utf8) + frames)
        await ghost.close()
        let newer = try await WebSocketClient.connect(to: urls[1] + "ana" + session, timeout: 240)
        _ = try await ResumeTests.events(of: newer) { $0.usernames == ["ana"] }
        gate.open()
        await stalled

        let ben = try await WebSocketClient.connect(to: urls[0] + "ben", timeout: 240)
        _ = try await ResumeTests.events(of: newer) { $0.usernames == ["ana", "ben"] }
        try await ResumeTests.say("still here", as: ben)
        let events = try await ResumeTests.events(of: newer) { $0.message == "still here" }
        #expect(events.last?.message == "still here")
        for node in nodes { await node.stop() }
    }
}

extension MeshNode {
    /// Where clients connect.
    fileprivate var clientAddress: SocketAddress {
        get throws {
            guard let address = node.serving.doorway.addresses.first else { throw RawClient.Ended() }
            return address
        }
    }

    /// Does nothing until a gate opens, as a process does that is stopped.
    fileprivate func standStill(until gate: Gate) { gate.wait() }
}
