import Gossip
import Testing

@testable import BroadcastMesh

@Suite("What a chat client is sent") struct ChatEventTests {
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
            id: "alpha@1/2",
            node: "alpha",
            time: 1_763_700_000_123_456
        )
        #expect(
            text(event)
                == #"{"event":"send-message","username":"ana","message":"a/\"b\"","id":"alpha@1/2","node":"alpha","time":1763700000123.456}"#
        )
    }

    @Test func `repeats the key of a message that has one`() {
        let event = ChatEvent.message("hi", by: "ana", key: "k", id: "a@1/1", node: "a", time: 1000)
        #expect(text(event).contains(#""key":"k""#))
    }

    @Test func `tells what was wrong`() {
        #expect(text(.error("not a JSON object")) == #"{"event":"error","reason":"not a JSON object"}"#)
    }
}
