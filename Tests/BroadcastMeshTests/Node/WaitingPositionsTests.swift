import ChannelProtocol
import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("Those who wait for what they have seen", .computing, .timeLimit(.minutes(10))) struct WaitingPositionsTests {
    /// Room for 524,288 bytes of what is unfinished.
    private static let settings = #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 }, "#

    @Test func `are refused with 503 where all together have seen more than there is room for, and no others`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"], saying: Self.settings)
        let areUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.gossip.nodeReports.count == 2 } }
        #expect(areUp)
        let clients = try (0..<20).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 20 }
        #expect(areThere)
        mesh.pause(10_000_000)

        // A run of bravo that is to come, and as many of nobody as there is room for: 22,400 bytes, and the request itself.
        let next = mesh.nodes[1].gossip.epoch + 1
        let position = "bravo@\(next)/1," + (1..<700).map { "zulu@\($0)/1" }.joined(separator: ",")
        let request = VirtualClient.upgrade(at: "/channels/tea?after=\(position)", speaking: Subprotocol.channel)
        for client in clients { #expect(client.send(request)) }
        mesh.pause(10_000_000)
        var most = 0
        let areAnswered = try mesh.run { mesh in
            most = max(most, mesh.nodes[0].serving.timing.unfinished.total)
            return try clients.allSatisfy { try $0.received.contains("\r\n\r\n") }
        }
        #expect(areAnswered)

        let refused = try clients.count { try $0.received.hasPrefix("HTTP/1.1 503 ") }
        #expect((5..<10).contains(refused), "\(refused)")
        #expect(most > 400_000 && most <= 524_288, "\(most)")
        #expect(mesh.nodes[0].serving.timing.unfinished.total == 0)
        #expect(mesh.nodes[0].serving.attached == clients.count - refused)
    }

    @Test(arguments: ["/channels/tea", "/start_web_socket"])
    func `pay for each entry, also where nothing comes of their request`(path: String) throws {
        var mesh = try VirtualMesh(["alpha"])
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let client = try VirtualClient(to: 0, of: mesh)
        let isThere = mesh.run { $0.nodes[0].serving.connectionCount == 1 }
        #expect(isThere)
        mesh.pause(10_000_000)
        let position = (1...700).map { "zulu@\($0)/1" }.joined(separator: ",")
        var prices: [Int] = []
        for name in ["after", "other"] {
            let request = VirtualClient.upgrade(at: "\(path)?\(name)=\(position)", speaking: Subprotocol.channel)
            #expect(client.send(request.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "short")))
            mesh.pause(10_000_000)
            prices.append(mesh.step())
            _ = mesh.run(for: 1) { _ in false }
            #expect(try client.takeAll().hasPrefix("HTTP/1.1 400 "))
        }
        #expect(prices[0] - prices[1] > 350 * Node.recordsPerEntry * TurnBudget.record, "\(prices)")
    }
}
