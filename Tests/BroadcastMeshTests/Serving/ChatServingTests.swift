import FoundationEssentials
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A chat of a node", .timeLimit(.minutes(10))) struct ChatServingTests {
    /// What a chat client is sent.
    private struct Event: Decodable, Equatable {
        var event: String
        var usernames: [String]?
        var username: String?
        var message: String?
        var id: String?
        var node: String?
        var time: Double?
        var key: String?
        var reason: String?
        var nodes: [String: String]?
        var joined: [String: String]?
        var left: [String]?
    }

    /// Somebody in a chat.
    private struct Person {
        let client: WebSocketClient
        private var messages: WebSocketClient.Messages.Iterator

        init(_ query: String, at serving: ServingNode) async throws {
            client = try await serving.connect("/start_web_socket?\(query)")
            messages = client.messages.makeAsyncIterator()
        }

        /// The next event; lists of users may be passed over.
        mutating func next(_ kind: String? = nil) async throws -> Event {
            while case .text(let text)? = try await messages.next() {
                let event = try JSONDecoder().decode(Event.self, from: Data(text.utf8))
                if kind == nil || event.event == kind { return event }
            }
            throw RawClient.Ended()
        }

        /// Waits for a list of exactly these users.
        mutating func waitForUsers(_ usernames: [String]) async throws {
            while try await next("update-users").usernames != usernames {}
        }

        func say(_ message: String) async throws {
            try await client.send(text: #"{"event":"send-message","message":"\#(message)"}"#)
        }
    }

    @Test func `tells everybody who is there, in the order of scalars, and who left`() async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana", at: serving)
            #expect(try await ana.next() == Event(event: "update-users", usernames: ["ana"]))
            var zoe = try await Person("username=Zo%C3%AB", at: serving)
            try await zoe.waitForUsers(["Zoë", "ana"])
            try await ana.waitForUsers(["Zoë", "ana"])
            _ = await zoe.client.close()
            try await ana.waitForUsers(["ana"])
        }
    }

    @Test func `tells whoever asks for it only who came and who left, after one whole list`() async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana&users=changes", at: serving)
            #expect(
                try await ana.next()
                    == Event(event: "update-users", usernames: ["ana"], nodes: ["ana": "alpha"])
            )
            var ben = try await Person("username=ben", at: serving)
            #expect(try await ana.next() == Event(event: "users-changed", joined: ["ben": "alpha"], left: []))
            try await ben.waitForUsers(["ana", "ben"])
            _ = await ben.client.close()
            #expect(try await ana.next() == Event(event: "users-changed", joined: [:], left: ["ben"]))
        }
    }

    @Test func `brings a message to all in the channel, with its author, ID, node and time`() async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana", at: serving)
            var bob = try await Person("username=bob&channel=chat", at: serving)
            var elsewhere = try await Person("username=ana&channel=other", at: serving)
            let before = Double(Clock.wall()) / 1000
            try await ana.say("hi")
            for event in [try await ana.next("send-message"), try await bob.next("send-message")] {
                #expect(event.username == "ana" && event.message == "hi" && event.node == "alpha" && event.key == nil)
                #expect(try #require(event.id).hasPrefix("alpha@"))
                #expect((before - 1...before + 10_000).contains(try #require(event.time)))
            }
            try await elsewhere.say("alone")
            #expect(try await elsewhere.next("send-message").message == "alone")
        }
    }

    @Test func `is apart from the relay channel of the same name`() async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana&channel=tea", at: serving)
            let relay = try await serving.connect("/channels/tea")
            try await relay.send(text: #"{"event":"send-message","username":"eve","message":"forged"}"#)
            try await ana.say("real")
            #expect(try await ana.next("send-message").message == "real")
            var messages = relay.messages.makeAsyncIterator()
            #expect(
                try await messages.next() == .text(#"{"event":"send-message","username":"eve","message":"forged"}"#)
            )
        }
    }

    @Test(arguments: [
        ("", "The query has no username"), ("?username=", "The username is empty"),
        ("?username=a%0Ab", "The username has a control character in it"),
        ("?username=ana", "Username ana is already taken"), ("?username=bob&history=x", "history is not a number"),
        ("?username=bob&session=short", "The session is not of 16 to 128 characters"),
    ])
    func `closes who may not come in with 1008 and the reason`(query: String, reason: String) async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana", at: serving)
            _ = try await ana.next()
            let refused = try await serving.connect("/start_web_socket\(query)")
            #expect(await refused.end == WebSocketEnd(code: 1008, reason: reason))
        }
    }

    @Test func `takes canonically equivalent names for one`() async throws {
        try await withNode { serving in
            var zoe = try await Person("username=Zo%C3%AB", at: serving)
            _ = try await zoe.next()
            let other = try await serving.connect("/start_web_socket?username=Zoe%CC%88")
            #expect(await other.end.code == 1008)
        }
    }

    @Test func `tells a client what was wrong with its frame, and keeps it`() async throws {
        try await withNode { serving in
            var ana = try await Person("username=ana", at: serving)
            try await ana.client.send(text: "no JSON")
            #expect(try await ana.next("error").reason == "not a JSON object")
            try await ana.client.send(text: #"{"event":"typing"}"#)
            try await ana.client.send(text: #"{"event":"send-message"}"#)
            #expect(try await ana.next("error").reason == "message is not a string")
            try await ana.say("still here")
            #expect(try await ana.next("send-message").message == "still here")
        }
    }

    @Test func `closes a client that sends bytes with 1003`() async throws {
        try await withNode { serving in
            let ana = try await Person("username=ana", at: serving)
            try await ana.client.send(binary: [1])
            #expect(await ana.client.end.code == 1003)
        }
    }

    @Test func `does not grow with what a client is told and does not read`() async throws {
        try await withNode { serving in
            let deaf = try await RawClient.webSocket(to: serving.address, "/start_web_socket?username=deaf")
            try await deaf.setReading(false)
            let garbage = Array(repeating: RawClient.frame(.text, [0x78]), count: 200_000).flatMap { $0 }
            try await deaf.send(garbage)
            try await serving.eventually("the client is gone") { await $0.attachedCount == 0 }
        }
    }
}
