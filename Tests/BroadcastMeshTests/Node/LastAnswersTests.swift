import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("An answer after which the connection is closed", .computing, .timeLimit(.minutes(10))) struct LastAnswersTests {
    private static let length = 1 << 20

    private static func serving() throws -> VirtualMesh {
        let files = PublicFiles("public", [("large.bin", [UInt8](repeating: 7, count: length))])
        var mesh = try VirtualMesh(["alpha"], showing: files)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        return mesh
    }

    /// Reads so many bytes a second.
    ///
    /// - Returns: How many came, until all had or the connection was cut.
    private static func read(_ rate: Int, from client: VirtualClient, in mesh: inout VirtualMesh) -> Int {
        var count = 0
        for _ in 0..<100 where count < length {
            _ = mesh.run(for: 1) { _ in false }
            guard let read = try? client.read(rate) else { break }
            count = read
        }
        return count
    }

    @Test(arguments: [
        "GET /large.bin HTTP/1.0\r\n\r\n", "GET /large.bin HTTP/1.1\r\nHost: mesh\r\nConnection: close\r\n\r\n",
    ])
    func `arrives whole, however slowly it is read`(request: String) throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send(request))
        let count = Self.read(50_000, from: client, in: &mesh)
        #expect(count >= Self.length, "\(count)")
    }

    @Test func `is waited for no longer than five seconds once it is not read`() throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send("GET /large.bin HTTP/1.0\r\n\r\n"))
        let isThere = mesh.run(for: 1) { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isThere)
        _ = mesh.run(for: 4) { _ in false }
        #expect(mesh.nodes[0].serving.connectionCount == 1)
        let isGone = mesh.run(for: 2) { $0.nodes[0].serving.connectionCount == 0 }
        #expect(isGone)
    }
}
