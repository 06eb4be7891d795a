import MeshSimulator
import Reactor
import Synchronization
import Testing

@testable import BroadcastMesh

@Suite("Posts that come faster than all can be given them", .computing, .timeLimit(.minutes(10)))
struct CrowdedPostsTests {
    /// What is posted, as a WebSocket message and over HTTP.
    enum Way: CaseIterable {
        case message, request

        var opening: String? { self == .message ? VirtualClient.upgrade("flood") : nil }

        var post: [UInt8] {
            let text = String(repeating: "x", count: 100)
            guard self == .request else { return VirtualClient.frame(text) }
            return Array("POST /channels/flood HTTP/1.1\r\nHost: mesh\r\nContent-Length: 100\r\n\r\n\(text)".utf8)
        }
    }

    private static func clients(_ count: Int, of mesh: inout VirtualMesh) throws -> [VirtualClient] {
        let before = mesh.nodes[0].serving.connectionCount
        let clients = try (0..<count).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == before + count }
        #expect(areThere)
        // They learn of it as well.
        mesh.pause(10_000_000)
        return clients
    }

    @Test(arguments: Way.allCases) func `wait where they are, and cost no reader its place`(way: Way) throws {
        var mesh = try VirtualMesh(["alpha"], saying: #""retention": { "messages": 400 },"#)
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let readers = try Self.clients(400, of: &mesh)
        for reader in readers { #expect(reader.send(VirtualClient.upgrade("flood"))) }
        let areAttached = mesh.run { $0.nodes[0].serving.attached == 400 }
        #expect(areAttached)
        let posters = try Self.clients(16, of: &mesh)
        if let opening = way.opening {
            for poster in posters { #expect(poster.send(opening)) }
            let areThere = mesh.run { $0.nodes[0].serving.attached == 416 }
            #expect(areThere)
        }
        let count = mesh.nodes[0].serving.attached
        var floods = posters.map { _ in Array([[UInt8]](repeating: way.post, count: 100).joined())[...] }

        for _ in 0..<200 {
            for (index, poster) in posters.enumerated() {
                poster.send(someOf: &floods[index])
                _ = try poster.takeAll()
            }
            mesh.pause(1_000_000)
            mesh.step()
            for reader in readers { _ = try reader.takeAll() }
        }

        #expect(mesh.nodes[0].serving.attached == count, "readers were closed")
        #expect(mesh.nodes[0].serving.delivered > 100_000)
    }

    /// Channels of which one is behind at any time, on a node that has all hands full: for longer than a link may be silent.
    @Test func `make no peer wait until it is given up`() throws {
        let downs = Atomic(0)
        var mesh = try VirtualMesh(
            ["alpha", "bravo"],
            saying: #""retention": { "messages": 4 },"#,
            log: { if String(decoding: $0, as: UTF8.self).contains("link down") { downs.add(1, ordering: .relaxed) } }
        )
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.hasHeardPeers } }
        #expect(isUp)
        let readers = try Self.clients(480, of: &mesh)
        for (index, reader) in readers.enumerated() {
            #expect(reader.send(VirtualClient.upgrade("flood-\(index % 4)")))
        }
        let areAttached = mesh.run { $0.nodes[0].serving.attached == 480 }
        #expect(areAttached)
        let posters = try Self.clients(8, of: &mesh)
        for (index, poster) in posters.enumerated() {
            #expect(poster.send(VirtualClient.upgrade("flood-\(index % 4)")))
        }
        let askers = try Self.clients(8, of: &mesh)
        let begin = mesh.now
        var floods = posters.map { _ in [UInt8]()[...] }
        var questions = askers.map { _ in [UInt8]()[...] }
        let question = Array("GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n".utf8)

        while mesh.now < begin + 5_000_000_000 {
            for (index, poster) in posters.enumerated() {
                if floods[index].isEmpty { floods[index] = Array(repeating: Way.message.post, count: 50).joined()[...] }
                poster.send(someOf: &floods[index])
            }
            for (index, asker) in askers.enumerated() {
                if questions[index].isEmpty { questions[index] = Array(repeating: question, count: 50).joined()[...] }
                asker.send(someOf: &questions[index])
            }
            mesh.step()
            for client in readers + posters + askers { try client.forgetAll() }
            _ = mesh.run { _ in true }
        }

        #expect(mesh.nodes[0].gossip.linkReports.count == 1)
        #expect(downs.load(ordering: .relaxed) == 0)
    }
}
