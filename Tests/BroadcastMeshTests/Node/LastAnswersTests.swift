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

    @Test func `arrives whole where it is acknowledged in lumps, as a kernel does with a large buffer`() throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send("GET /large.bin HTTP/1.0\r\n\r\n"))
        var count = 0
        for _ in 0..<12 where count < Self.length {
            _ = mesh.run(for: 20) { _ in false }
            guard let read = try? client.read(150_000) else { break }
            count = read
        }
        #expect(count >= Self.length, "\(count)")
    }

    /// Somebody who has asked, and what the node says of the connection after so many seconds.
    private static func isKept(_ client: VirtualClient, for seconds: Int64, in mesh: inout VirtualMesh) -> Bool {
        _ = mesh.run(for: seconds) { _ in false }
        return mesh.nodes[0].serving.connectionCount == 1
    }

    @Test func `is waited for a minute while it is not read, and not longer`() throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send("GET /large.bin HTTP/1.0\r\n\r\n"))
        let isThere = mesh.run(for: 1) { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isThere)
        #expect(Self.isKept(client, for: 58, in: &mesh))
        #expect(!Self.isKept(client, for: 4, in: &mesh))
    }

    @Test func `is waited for a minute, and not longer, when it is read more slowly than may be`() throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send("GET /large.bin HTTP/1.0\r\n\r\n"))
        for _ in 0..<70 {
            _ = mesh.run(for: 1) { _ in false }
            // From some time on it is cut off.
            _ = try? client.read(Int(Patience.leastRate) / 2)
        }
        #expect(mesh.nodes[0].serving.connectionCount == 0)
    }

    @Test(arguments: [("GET /large.bin HTTP/1.0\r\n\r\n", length), ("GET /health HTTP/1.0\r\n\r\n", 50)])
    func `leaves five seconds to close once all of it has come, and not more than twice as many`(
        request: String,
        least: Int
    ) throws {
        var mesh = try Self.serving()
        let client = try VirtualClient(to: 0, of: mesh)
        mesh.pause(10_000_000)
        #expect(client.send(request))
        // It is not read at first, and to its end then.
        _ = mesh.run(for: 33) { _ in false }
        let hasCome = try mesh.run(for: 3) { _ in try client.read() > least }
        #expect(hasCome)
        #expect(Self.isKept(client, for: 4, in: &mesh))
        #expect(!Self.isKept(client, for: 7, in: &mesh))
    }
}
