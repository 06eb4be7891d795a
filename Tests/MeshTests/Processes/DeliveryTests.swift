import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("A mesh of real processes", .timeLimit(.minutes(10))) struct DeliveryTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var file: MeshFile
    }

    static var shapes: [Shape] {
        [
            Shape(testDescription: "a line of four", file: .line(4)),
            Shape(testDescription: "a ring of four", file: .ring(4)),
            Shape(testDescription: "a full mesh of four", file: .fullMesh(4)),
            Shape(testDescription: "a tree of five", file: .tree(5)),
            Shape(testDescription: "a ring of four over UDP", file: .ring(4, transport: "udp")),
        ]
    }

    @Test(arguments: shapes)
    func `brings each message once to each client on each node, in its sender's order`(shape: Shape) async throws {
        let count = 300
        try await withMesh(shape.file) { mesh in
            var listeners: [Listener] = []
            for node in mesh.nodes {
                for _ in 0..<2 { listeners.append(try await Listener(node, "/channels/tea")) }
            }

            // The first client of each node posts, all at the same time.
            let senders = stride(from: 0, to: listeners.count, by: 2).map { listeners[$0].client }
            try await withThrowingTaskGroup { group in
                for (number, sender) in senders.enumerated() {
                    group.addTask {
                        for index in 0..<count { try await sender.send(text: "\(number)/\(index)") }
                    }
                }
                try await group.waitForAll()
            }

            try await eventually("everybody has everything") {
                listeners.allSatisfy { $0.texts.count >= count * senders.count }
            }
            for listener in listeners {
                for number in senders.indices {
                    let texts = listener.texts.filter { $0.hasPrefix("\(number)/") }
                    #expect(texts == (0..<count).map { "\(number)/\($0)" })
                }
                #expect(listener.texts.count == count * senders.count)
            }
            try await eventually("every node holds the same") {
                var transcripts: Set<String> = []
                for node in mesh.nodes {
                    guard let channel = try await mesh.status(of: node).channel("relay", "tea") else { return false }
                    transcripts.insert(channel.transcript)
                }
                return transcripts.count == 1
            }
        }
    }
}
