import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Room for what clients have begun", .computing, .timeLimit(.minutes(10))) struct UnfinishedTurnsTests {
    @Test func `is found by looking at all of them, for which the turn pays`() throws {
        let limits = #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 },"#
        var mesh = try VirtualMesh(["alpha"], saying: limits)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        let clients = try (0..<300).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount == 300 }
        #expect(areThere)
        mesh.pause(10_000_000)
        let head = "POST /channels/tea HTTP/1.1\r\nHost: mesh\r\nContent-Length: 100000\r\n\r\n"
        // All together may be kept 524,288 bytes of.
        for client in clients { #expect(client.send(head + String(repeating: "b", count: 1650))) }
        mesh.pause(10_000_000)
        let areHeld = mesh.run { $0.nodes[0].serving.timing.unfinished.total >= 510_000 }
        #expect(areHeld)
        #expect(clients[0].send(String(repeating: "b", count: 20_000)))
        mesh.pause(10_000_000)

        let spent = mesh.step()

        #expect(mesh.nodes[0].serving.timing.unfinished.total < 510_000)
        #expect(spent > 300 * TurnBudget.look + TurnBudget.farewell)
    }
}
