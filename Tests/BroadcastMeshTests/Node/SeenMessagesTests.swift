import ChannelProtocol
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Clients that have seen nearly all of a channel", .computing, .timeLimit(.minutes(10))) struct SeenMessagesTests
{
    @Test func `are served as many a turn as it has room for, when what they have not seen stands in front`() throws {
        var mesh = try VirtualMesh(["alpha", "bravo"])
        let isUp = mesh.run { $0.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        mesh.post(Array("unseen".utf8), on: "tea", of: 1)
        _ = mesh.run(for: 1) { _ in false }
        for _ in 0..<6000 { mesh.post([1], on: "tea", of: 0) }
        _ = mesh.run(for: 1) { _ in false }
        let answer = try mesh.client(asking: VirtualClient.post("last", on: "tea"), until: #""}"#).received
        let id = try #require(answer.firstMatch(of: /"id":"([^"]+)"/)).1
        let request = VirtualClient.upgrade(at: "/channels/tea?after=\(id)", speaking: Subprotocol.channel)
        let crowd = try (0..<100).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { $0.nodes[0].serving.connectionCount >= crowd.count }
        #expect(areThere)
        mesh.pause(10_000_000)
        for client in crowd { #expect(client.send(request)) }
        mesh.pause(10_000_000)

        // What stands behind it is looked at for each, and a turn pays for what it looks at.
        var (served, spent, most) = (0, 0, 0)
        for _ in 0..<500 where served < crowd.count || !mesh.nodes[0].serving.fanOut.served.isEmpty {
            let cost = mesh.step()
            (spent, most) = (spent + cost, max(most, cost))
            served = try crowd.count { try $0.received.contains("unseen") }
        }

        #expect(served == crowd.count)
        #expect(spent > crowd.count * 6000 * 50, "\(spent)")
        #expect(most < TurnBudget.turn * 3 / 2, "\(most)")
    }
}
