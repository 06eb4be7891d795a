import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Many who wait for what is being written", .computing, .timeLimit(.minutes(10))) struct HeldReadersTests {
    @Test func `are sent no more in a turn than it has room for, once it is written`() throws {
        var mesh = try VirtualMesh(["alpha"], storage: StorageSettings(directory: "data"))
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        for _ in 0..<64 { mesh.post([UInt8](repeating: 7, count: 16 << 10), on: "large", of: 0) }
        _ = mesh.run(for: 1) { _ in false }
        let poster = try mesh.client(asking: VirtualClient.upgrade("tea"))
        let readers = try (0..<400).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 401 }
        #expect(areThere)
        mesh.pause(10_000_000)
        #expect(poster.send(VirtualClient.frame("hello")))
        for reader in readers { #expect(reader.send(VirtualClient.upgrade(at: "/channels/large?history=50"))) }
        mesh.pause(10_000_000)

        var most = 0
        for _ in 0..<200 {
            most = max(most, mesh.step())
            #expect(poster.send(VirtualClient.frame("hello")))
        }
        let areServed = try mesh.run { _ in try readers.allSatisfy { try $0.read() > 50 * (16 << 10) } }

        #expect(areServed)
        #expect(most < TurnBudget.turn * 3 / 2, "\(most)")
    }
}
