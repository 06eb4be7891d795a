import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

/// What becomes of links while a node has no time to read what came on them.
@Suite("Links that are not read", .computing, .timeLimit(.minutes(10))) struct UnreadLinksTests {
    private static func serving(_ names: [String], over transport: String) throws -> VirtualMesh {
        var mesh = try VirtualMesh(names, over: transport)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        return mesh
    }

    /// Lets time pass in which the first node reads no link, as where the turns in which it does are spent on others.
    private static func hold(_ mesh: inout VirtualMesh, for nanoseconds: Int64) {
        let end = mesh.now + nanoseconds
        while mesh.now < end {
            mesh.nodes[0].turns.isOverweight = true
            mesh.nodes[0].turns.heldLinks = HeldLinks()
            _ = mesh.run { _ in true }
            mesh.pause(20_000_000)
        }
    }

    @Test(arguments: ["tcp", "udp"])
    func `stay for longer than a peer may be silent, and those of who is silent do not`(transport: String) throws {
        var mesh = try Self.serving(["alpha", "bravo"], over: transport)

        Self.hold(&mesh, for: 8_000_000_000)

        #expect(mesh.nodes.allSatisfy { $0.gossip.linkReports.count == 1 })

        // From here on bravo has no turns.
        let isNoticed = (0..<5000).contains { _ in
            mesh.step()
            mesh.pause(1_000_000)
            return mesh.nodes[0].gossip.linkReports.isEmpty
        }
        #expect(isNoticed)
    }

    @Test func `are all read in the turn in which they are, whatever waits on the first`() throws {
        var mesh = try Self.serving(["alpha", "bravo", "charlie"], over: "tcp")
        mesh.enlargeSockets(to: 1 << 20)
        // More of them than a turn may take.
        for index in 1...2 {
            let now = mesh.nodes[index].clock.now
            let channel = mesh.nodes[index].gossip.openChannel(.relay, named: [])
            let frame = [0x82, 100] + [UInt8](repeating: 0x78, count: 100)
            for _ in 0..<4000 { _ = mesh.nodes[index].gossip.post(in: channel, at: now) { _ in frame } }
        }
        Self.hold(&mesh, for: 2_500_000_000)
        let peers = ["bravo", "charlie"]
        let before = peers.map { mesh.nodes[0].gossip.statistics(of: $0).receivedBytes }

        mesh.step()

        let after = peers.map { mesh.nodes[0].gossip.statistics(of: $0).receivedBytes }
        let read = zip(after, before).map { $0 - $1 }
        #expect(read.allSatisfy { $0 > 10_000 }, "\(read)")
        #expect(mesh.nodes[0].gossip.counters.received < 8000, "all fitted in one turn")
    }
}
