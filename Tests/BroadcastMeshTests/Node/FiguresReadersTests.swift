import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Those who ask for figures", .computing, .timeLimit(.minutes(10))) struct FiguresReadersTests {
    private static let request = "GET /status HTTP/1.1\r\nHost: mesh\r\n\r\n"

    /// How many channels the node has, of a name so long: figures of about 200 kB.
    private static let channelCount = 600
    private static let name = String(repeating: "x", count: 240)

    /// A node on which two such answers may be kept for who reads slowly.
    private static func serving() throws -> VirtualMesh {
        let settings = #""limits": { "message_bytes": 65536 }, "retention": { "bytes": 1048576 },"#
        var mesh = try VirtualMesh(["alpha"], saying: settings)
        mesh.enlargeSockets(to: 16 << 10)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        for number in 0..<channelCount { mesh.post([1], on: "\(name)\(number)", of: 0) }
        return mesh
    }

    /// Somebody who asks for figures at a moment of its own, and reads them or does not.
    private static func asker(reads: Bool, in mesh: inout VirtualMesh) throws -> VirtualClient {
        let client = try VirtualClient(to: 0, of: mesh)
        var isAsked = false
        _ = try mesh.run { _ in
            if !isAsked { isAsked = client.send(request) }
            return try reads ? client.received.hasSuffix("}\n") : client.read(1) > 0
        }
        #expect(isAsked)
        // What others get from then on is newer.
        _ = mesh.run(for: 1) { _ in false }
        return client
    }

    @Test func `keep no more old answers in memory than there is room for, however many do not read them`() throws {
        var mesh = try Self.serving()
        let crowd = try (0..<8).map { _ in try Self.asker(reads: false, in: &mesh) }
        // Two that are old, and the newest.
        #expect(mesh.nodes[0].serving.connectionCount == 3, "of \(crowd.count)")
        let reader = try Self.asker(reads: true, in: &mesh)
        let text = try reader.received
        #expect(text.contains("\(Self.name)\(Self.channelCount - 1)"))
        #expect(text.hasSuffix("}\n"))
    }

    @Test func `stay as long as they read, and are cut off where newer answers have overtaken them`() throws {
        var mesh = try Self.serving()
        let readers = try (0..<8).map { _ in try Self.asker(reads: true, in: &mesh) }
        #expect(mesh.nodes[0].serving.connectionCount == readers.count)

        let slow = try Self.asker(reads: false, in: &mesh)
        let newer = try (0..<3).map { _ in try Self.asker(reads: false, in: &mesh) }
        #expect(throws: SystemError.self) { _ = try slow.received }
        for client in newer { #expect(try !client.received.isEmpty) }
        for reader in readers { #expect(try reader.received.hasSuffix("}\n")) }
    }

    @Test(arguments: ["/status", "/metrics"])
    func `are answered when they send nothing more`(path: String) throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send("GET \(path) HTTP/1.1\r\nHost: mesh\r\n\r\nGET /health HTTP/1.1\r\nHost: mesh\r\n\r\n"))
        client.endSending()
        let isAnswered = try mesh.run { _ in try client.received.hasSuffix("\"ok\"}\n") }
        let text = try client.received
        #expect(isAnswered, "\(text.suffix(200))")
        #expect(text.ranges(of: " 200 OK").count == 2)
        let isGone = mesh.run { $0.nodes[0].serving.connectionCount == 0 }
        #expect(isGone)
    }
}
