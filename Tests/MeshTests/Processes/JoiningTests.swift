import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("A node that comes late", .timeLimit(.minutes(10))) struct JoiningTests {
    @Test func `holds what was said before, and does not deliver it as new`() async throws {
        try await withMesh(.line(3), isStarted: false) { mesh in
            try await mesh["node-0"].start()
            try await mesh["node-1"].start()
            let early = try await Listener(mesh["node-0"], "/channels/tea")
            for index in 0..<50 { try await early.client.send(text: "\(index)") }
            try await eventually("all is echoed") { early.texts.count == 50 }

            try await mesh["node-2"].start()
            try await mesh.waitUntilWhole()

            let late = try await Listener(mesh["node-2"], "/channels/tea")
            try await early.client.send(text: "new")
            try await eventually("only the new message arrives") { late.texts == ["new"] }
            try await eventually("it holds all 51") {
                let first = try await mesh.status(of: mesh["node-0"]).channel("relay", "tea")
                let last = try await mesh.status(of: mesh["node-2"]).channel("relay", "tea")
                return last?.messages == 51 && last?.transcript == first?.transcript
            }
        }
    }

    @Test func `under a name that already runs is refused, and says why`() async throws {
        let file = MeshFile.line(2)
        try await withMesh(file) { mesh in
            let client = try await Listener(mesh["node-1"], "/channels/tea")
            var copy = file
            copy.nodes[0].gossip = "127.0.0.1:\(FreePorts.next())"

            let second = try mesh.addProcess("node-0", of: copy)
            try await second.start()
            try await eventually("it is told that it is the second") {
                second.lines.standardError.contains { $0.contains("is already running") }
            }

            let first = try await Listener(mesh["node-0"], "/channels/tea")
            try await client.client.send(text: "undisturbed")
            try await eventually("the first process still belongs to the mesh") { first.texts == ["undisturbed"] }
            #expect(try await mesh.status(of: mesh["node-0"]).links.map(\.state) == ["up"])
        }
    }
}
