import FoundationEssentials
import MeshClient
import Testing

@Suite("Nodes with a NAT between them", .timeLimit(.minutes(10))) struct TranslatedAddressTests {
    /// Sealed links need OpenSSL.
    private static let seals =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") ? [false, true] : [false]

    @Test(arguments: ["tcp", "udp"], seals)
    func `are linked again each time it forgets them, and lose and double nothing`(
        transport: String,
        isSealed: Bool
    ) async throws {
        let key = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString).key")
        defer { try? FileManager.default.removeItem(at: key) }
        var file = MeshFile.line(2, transport: transport)
        let line = try FarLine(to: file.gossipPort(of: "node-1"), over: transport, .init(delay: 5))
        defer { line.stop() }
        file.route(from: "node-0", to: "node-1", through: line.port)
        if isSealed {
            try Data("a key of thirty-two letters, all told".utf8).write(to: key)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path())
            file.key = key.path()
        }
        try await withMesh(file) { mesh in
            let near = try await Listener(mesh["node-0"], "/channels/tea")
            let far = try await Listener(mesh["node-1"], "/channels/tea")
            var said = 0
            for round in 1...2 {
                for index in 0..<40 {
                    if index == 20 { await line.forget() }
                    try await near.client.send(text: "near \(said)")
                    try await far.client.send(text: "far \(said)")
                    said += 1
                }
                try await eventually("each has all of the other after \(round) times", seconds: promised) {
                    near.texts.count >= 2 * said && far.texts.count >= 2 * said
                }
            }
            for listener in [near, far] {
                for side in ["near", "far"] {
                    let heard = listener.texts.filter { $0.hasPrefix(side) }
                    #expect(heard == (0..<said).map { "\(side) \($0)" })
                }
            }
            try await eventually("both are linked") {
                let states = try await [mesh.status(of: mesh["node-0"]), mesh.status(of: mesh["node-1"])]
                return states.allSatisfy { $0.links.map(\.state) == ["up"] }
            }
        }
    }
}
