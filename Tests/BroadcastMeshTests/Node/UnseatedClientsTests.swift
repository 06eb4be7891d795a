import ChannelProtocol
import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("A client that is told more than it reads when it comes", .computing, .timeLimit(.minutes(10)))
struct UnseatedClientsTests {
    /// A node that tells everybody who comes of places where one could go, in 200 kB.
    private static func serving() throws -> VirtualMesh {
        var mesh = try VirtualMesh(["alpha"])
        mesh.enlargeSockets(to: 16 << 10)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        try mesh.reconfigure(0) { file in
            for number in 1...10 {
                var other = file.nodes[0]
                other.name = "other\(number)"
                other.url = "https://other.example/" + String(repeating: "x", count: 20_000)
                file.nodes.append(other)
            }
        }
        return mesh
    }

    private static let chat = VirtualClient.upgrade(at: "/start_web_socket?username=ann&history=0")
    private static let channel = VirtualClient.upgrade(at: "/channels/tea?history=0", speaking: Subprotocol.channel)

    @Test(arguments: [chat, channel]) func `is closed for that, and takes no place`(request: String) throws {
        var mesh = try Self.serving()
        _ = try mesh.client(asking: request, until: Reason.tooMuchUnread)
        #expect(mesh.nodes[0].serving.attached == 0)
        #expect(mesh.nodes[0].gossip.channel(.relay, named: Array("tea".utf8)) == nil)

        // Nor does its name belong to nobody for ever.
        try mesh.reconfigure(0) { $0.nodes.removeLast(10) }
        _ = try mesh.client(asking: Self.chat, until: "update-users")
        #expect(mesh.nodes[0].serving.attached == 1)
    }

    @Test func `takes none when it is gone meanwhile`() throws {
        var mesh = try Self.serving()
        var client: VirtualClient? = try VirtualClient(to: 0, of: mesh)
        let isThere = mesh.run { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isThere)
        mesh.pause(10_000_000)
        #expect(client?.send("GET /health HTTP/1.1\r\nHost: mesh\r\n\r\n") == true)
        _ = mesh.run(for: 1) { _ in false }
        #expect(client?.send(Self.channel) == true)
        mesh.pause(10_000_000)
        // It has not read the answer to its first request, so its machine cuts the connection.
        client = nil
        mesh.pause(10_000_000)
        mesh.step()

        #expect(mesh.nodes[0].serving.connectionCount == 0)
        #expect(mesh.nodes[0].serving.attached == 0)
        #expect(mesh.nodes[0].gossip.channel(.relay, named: Array("tea".utf8)) == nil)
    }
}
