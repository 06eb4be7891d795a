import Gossip
import JSON
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("What a chat client is sent", .computing) struct ChatEventTests {
    private func text(_ event: ChatEvent) -> String {
        String(decoding: event.json, as: UTF8.self)
    }

    @Test func `lists the users`() {
        #expect(text(.users(["Zoë", "ana"])) == #"{"event":"update-users","usernames":["Zoë","ana"]}"#)
        #expect(
            text(.usersAndNodes([RoomUser(name: "ana", node: "alpha")]))
                == #"{"event":"update-users","usernames":["ana"],"nodes":{"ana":"alpha"}}"#
        )
        #expect(
            text(.usersChanged(joined: [RoomUser(name: "ben", node: "delta")], left: ["eve"]))
                == #"{"event":"users-changed","joined":{"ben":"delta"},"left":["eve"]}"#
        )
        #expect(text(.users([])) == #"{"event":"update-users","usernames":[]}"#)
    }

    @Test func `tells a message, its ID, and its time in milliseconds with three decimals`() {
        let event = ChatEvent.message(
            "a/\"b\"",
            by: "ana",
            key: nil,
            id: MessageID(node: "alpha", epoch: 1, sequence: 2),
            time: 1_763_700_000_123_456
        )
        #expect(
            text(event)
                == #"{"event":"send-message","username":"ana","message":"a/\"b\"","id":"alpha@1/2","node":"alpha","time":1763700000123.456}"#
        )
    }

    @Test func `repeats the key of a message that has one`() {
        let id = MessageID(node: "a", epoch: 1, sequence: 1)
        let event = ChatEvent.message("hi", by: "ana", key: "k", id: id, time: 1000)
        #expect(text(event).contains(#""key":"k""#))
    }

    @Test(arguments: [0, 1, 60, 200, 65_400, 65_500, 70_000])
    func `is a text frame of its JSON, whatever its length`(count: Int) {
        let message = String(repeating: "\"", count: count / 2) + String(repeating: "m", count: count - count / 2)
        let events = [
            ChatEvent.message(message, by: "a", key: nil, id: MessageID(node: "a", epoch: 1, sequence: 1), time: 1000),
            .error(message),
        ]
        for event in events {
            var frame: [UInt8] = []
            Frame.encodeServer(.text, event.json.span, into: &frame)
            #expect(event.frame == frame)
        }
    }

    @Test func `tells what was wrong`() {
        #expect(text(.error("not a JSON object")) == #"{"event":"error","reason":"not a JSON object"}"#)
        #expect(text(.error("too deep", key: "k1")) == #"{"event":"error","reason":"too deep","key":"k1"}"#)
    }
}

extension ChatEvent {
    /// Its JSON, without a frame.
    var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.takeBytes()
    }
}
