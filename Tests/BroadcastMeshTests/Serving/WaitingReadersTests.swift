import ChannelProtocol
import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("Readers who wait in a channel that is quiet", .computing, .timeLimit(.minutes(10))) struct WaitingReadersTests {
    @Test func `are on its list as long as they are there, and no longer`() throws {
        var mesh = try VirtualMesh(["alpha"])
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        // What they have seen is not here, so they never stand with the live ones.
        let request = VirtualClient.upgrade(at: "/channels/tea?after=zulu@1/1", speaking: Subprotocol.channel)
        let steady = try mesh.client(asking: request, until: "attached")
        var most = 0
        for _ in 0..<20 {
            var client: VirtualClient? = try mesh.client(asking: request, until: "attached")
            #expect(try client?.received.isEmpty == false)
            client = nil
            let isGone = mesh.run { $0.nodes[0].serving.attached == 1 }
            #expect(isGone)
            let channel = try #require(mesh.nodes[0].gossip.channel(.relay, named: Array("tea".utf8)))
            let audience = try #require(mesh.nodes[0].serving.audiences.number(of: channel, as: .events))
            most = max(most, mesh.nodes[0].serving.audiences[audience].waiting.count)
        }
        #expect((1...3).contains(most), "\(most)")

        let poster = try mesh.client(asking: VirtualClient.post("hello", on: "tea"))
        let hasCome = try mesh.run { _ in try steady.received.contains("hello") }
        #expect(hasCome)
        #expect(try poster.received.contains(" 202 "))
    }
}
