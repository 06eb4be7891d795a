import FoundationEssentials
import MeshClient
import Testing

@Suite("Nodes that are far from each other", .timeLimit(.minutes(10))) struct FarAwayTests {
    private static let lines: [(transport: String, quality: FarLine.Quality)] = [
        ("tcp", .init(delay: 20)), ("tcp", .init(delay: 150)),
        ("udp", .init(delay: 20, lost: 1)), ("udp", .init(delay: 75, lost: 1)), ("udp", .init(delay: 150, lost: 5)),
    ]

    @Test(arguments: lines)
    func `talk, carry a message of 1 MiB, and make up for a cut within 5 s`(
        transport: String,
        quality: FarLine.Quality
    ) async throws {
        var file = MeshFile.line(2, transport: transport)
        let line = try FarLine(to: file.gossipPort(of: "node-1"), over: transport, quality)
        defer { line.stop() }
        file.route(from: "node-0", to: "node-1", through: line.port)
        try await withMesh(file) { mesh in
            let near = try await Listener(mesh["node-0"], "/channels/tea")
            let far = try await Listener(mesh["node-1"], "/channels/tea")
            try await near.client.send(text: "hello")
            try await eventually("it is heard far away") { far.texts == ["hello"] }

            let large = String(repeating: "0123456789abcdef", count: 1 << 16)
            try await far.client.send(text: large)
            try await eventually("the large one comes whole") { near.texts == ["hello", large] }

            await line.cut(true)
            try await eventually("both notice", seconds: promised) {
                let states = try await [mesh.status(of: mesh["node-0"]), mesh.status(of: mesh["node-1"])]
                return states.allSatisfy { $0.links.map(\.state) == ["down"] }
            }
            for index in 0..<50 {
                try await near.client.send(text: "near \(index)")
                try await far.client.send(text: "far \(index)")
            }
            await line.cut(false)
            try await eventually("each has all of the other", seconds: promised) {
                near.texts.count >= 102 && far.texts.count >= 102
            }
            for listener in [near, far] {
                #expect(listener.texts.filter { $0.hasPrefix("near") } == (0..<50).map { "near \($0)" })
                #expect(listener.texts.filter { $0.hasPrefix("far") } == (0..<50).map { "far \($0)" })
                #expect(listener.texts.count == 102)
            }
        }
    }
}
