import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
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

    /// Those who are told as events are given some 160 of these at a time, and in one turn some of them.
    @Test func `cost no reader its place though one frame has more of them than are kept`() throws {
        var mesh = try VirtualMesh(["alpha"], saying: #""retention": { "messages": 50 },"#)
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let readers = try Self.clients(150, of: &mesh)
        let request = VirtualClient.upgrade(at: "/channels/flood", speaking: Subprotocol.channel)
        for reader in readers { #expect(reader.send(request)) }
        let areLive = mesh.run { $0.nodes[0].serving.attendance.live == 150 }
        #expect(areLive)
        let path = "/channels/flood?listen=false"
        let poster = try mesh.client(asking: VirtualClient.upgrade(at: path, speaking: Subprotocol.channel))

        let text = String(repeating: "x", count: 300)
        let posts = Array(repeating: #"{"data":"\#(text)"}"#, count: 256).joined(separator: ",")
        let payload = Array(#"{"event":"posts","posts":[\#(posts)]}"#.utf8)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        var frame = ([0x81, 0xFF] + length + [0, 0, 0, 0] + payload)[...]
        func held() -> Int {
            let channel = mesh.nodes[0].gossip.channel(.relay, named: Array("flood".utf8))
            return channel.flatMap { mesh.nodes[0].gossip.channels.figures(of: $0)?.messageCount } ?? 0
        }
        var mostHeld = 0
        for _ in 0..<300 where mesh.nodes[0].serving.delivered < 150 * 256 {
            poster.send(someOf: &frame)
            mesh.step()
            mostHeld = max(mostHeld, held())
            for reader in readers { try reader.forgetAll() }
        }

        #expect(mesh.nodes[0].serving.delivered == 150 * 256)
        #expect(mesh.nodes[0].serving.attached == 151, "readers were closed")
        #expect(mostHeld == 256)
        mesh.step()
        let heldInTheEnd = held()
        #expect(heldInTheEnd == 50)
    }
}
