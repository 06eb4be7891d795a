import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("The clients of the tutorials", .timeLimit(.minutes(10))) struct TutorialTests {
    @Test func `of Deno's chat see the same users and the same conversation on every node`() async throws {
        try await withMesh(.line(3)) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let ben = try await ChatClient("ben", at: mesh["node-1"])
            let zoe = try await ChatClient("zoe", at: mesh["node-2"])
            let clients = [ana, ben, zoe]
            try await eventually("everybody sees everybody") {
                clients.allSatisfy { $0.usernames == ["ana", "ben", "zoe"] }
            }

            try await ana.say("hello \"mesh\" 👋\nsecond line")
            try await eventually("everybody reads it, the sender too") {
                clients.allSatisfy { $0.conversation == ["ana: hello \"mesh\" 👋\nsecond line"] }
            }
            try await zoe.say("and back")
            try await eventually("the answer comes after the question") {
                clients.allSatisfy { $0.conversation.last == "zoe: and back" && $0.conversation.count == 2 }
            }

            await ben.listener.client.close()
            try await eventually("who left is no longer listed") {
                ana.usernames == ["ana", "zoe"] && zoe.usernames == ["ana", "zoe"]
            }
        }
    }

    @Test func `of Deno's chat are refused a name that is taken on another node`() async throws {
        try await withMesh(.line(3)) { mesh in
            let ana = try await ChatClient("ana", at: mesh["node-0"])
            let ben = try await ChatClient("ben", at: mesh["node-2"])
            try await eventually("the names are known everywhere") {
                ana.usernames == ["ana", "ben"] && ben.usernames == ["ana", "ben"]
            }

            let second = try await ChatClient("ana", at: mesh["node-2"])

            let end = try await second.listener.end()
            #expect(end == WebSocketEnd(code: 1008, reason: "Username ana is already taken"))
            #expect(ana.usernames == ["ana", "ben"])
        }
    }

    @Test func `of mini-ws-chat get each line of everybody, on whatever node`() async throws {
        try await withMesh(.star(3)) { mesh in
            var clients: [Listener] = []
            for node in mesh.nodes { clients.append(try await Listener(node, "/")) }

            for (number, client) in clients.enumerated() { try await client.client.send(text: "line \(number)") }

            try await eventually("each has all three lines") {
                clients.allSatisfy { $0.texts.sorted() == ["line 0", "line 1", "line 2"] }
            }
        }
    }

    @Test func `of Node's ws get text as text and bytes as bytes, on whatever path`() async throws {
        try await withMesh(.line(2)) { mesh in
            let first = try await Listener(mesh["node-0"], "/chat/room?x=1")
            let second = try await Listener(mesh["node-1"], "/")

            try await first.client.send(text: "text")
            try await first.client.send(binary: [0, 1, 255])

            let expected: [WebSocketMessage] = [.text("text"), .binary([0, 1, 255])]
            try await eventually("both have both") {
                first.messages == expected && second.messages == expected
            }
        }
    }
}
