import ChannelProtocol
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("What positions name and a node has not", .computing, .timeLimit(.minutes(10))) struct UnsettledReadersTests {
    @Test func `is counted over all clients, and given back`() {
        var unsettled = UnsettledReaders()
        unsettled.note(1, bytes: 40)
        unsettled.note(2, bytes: 30)
        unsettled.note(1, bytes: 20)
        unsettled.note(7, bytes: 0)
        #expect(unsettled.total == 50 && unsettled.count == 2)
        unsettled.note(1, bytes: 0)
        unsettled.note(2, bytes: 0)
        #expect(unsettled.total == 0 && unsettled.count == 0)
    }

    @Test func `costs who keeps most its place when it is too much`() {
        var unsettled = UnsettledReaders()
        for (slot, bytes) in [(3, 40), (1, 20), (2, 40)] { unsettled.note(Int32(slot), bytes: bytes) }
        #expect(unsettled.excess(above: 100) == [])
        #expect(unsettled.excess(above: 99) == [2])
        #expect(unsettled.excess(above: 21) == [2, 3])
        #expect(unsettled.excess(above: 0) == [2, 3, 1])
    }

    @Test func `costs those their connections with 1013 who keep most where there is no more room, and nobody else`()
        throws
    {
        // Room for 4 MiB, though few messages are kept: for 1,000 entries of 32 bytes 131 times, and one.
        let limits = #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 }, "#
        var mesh = try VirtualMesh(["alpha"], saying: limits)
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        func request(naming count: Int) -> String {
            let position = (1...count).map { "z@\($0)/1" }.joined(separator: ",")
            return VirtualClient.upgrade(at: "/channels/tea?after=\(position)", speaking: Subprotocol.channel)
        }
        let modest = try mesh.client(asking: request(naming: 1), until: "attached")
        let clients = try (0..<134).map { _ in try mesh.client(asking: request(naming: 1000), until: "attached") }
        _ = mesh.run(for: 1) { _ in false }

        let unsettled = mesh.nodes[0].serving.attendance.unsettled
        #expect(unsettled.count == mesh.nodes[0].serving.attached)
        let closed = try clients.filter { try $0.received.contains("No room for what all positions name") }
        #expect(try !modest.received.contains("No room"))
        #expect(closed.count == 3 && unsettled.count == 132 && unsettled.total <= 4_194_304)
    }
}
