import Glibc
import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

/// A check that cannot fail checks nothing: each of these breaks what one of them is about.
@Suite("What must hold between two turns of a node", .timeLimit(.minutes(10))) struct NodeInvariantTests {
    /// How a process ends that traps, and none that fails in another way.
    #if arch(x86_64)
    private static let trap: ExitTest.Condition = .signal(SIGILL)
    #else
    private static let trap: ExitTest.Condition = .signal(SIGTRAP)
    #endif

    /// A node with somebody in a chat, who is live there.
    private static func mesh() throws -> (mesh: VirtualMesh, client: Client) {
        var mesh = try VirtualMesh(["alpha"])
        _ = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        // Once it is let go of, the node learns that in its next turn, which does not come.
        let ana = try mesh.client(asking: VirtualClient.upgrade(at: "/start_web_socket?username=ana"))
        _ = mesh.run { $0.nodes[0].serving.attendance.live == 1 }
        _ = ana
        mesh.nodes[0].checkInvariants()
        return (mesh, try #require(mesh.nodes[0].serving.everybody.first))
    }

    @Test func `is that everybody has the place that others think they have`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, client) = try Self.mesh()
            client.seat?.stand(at: 1)
            mesh.nodes[0].checkInvariants()
        }
        await #expect(processExitsWith: Self.trap) {
            let (mesh, _) = try Self.mesh()
            mesh.nodes[0].serving.attendance.arrive(at: 0)
            mesh.nodes[0].checkInvariants()
        }
    }

    @Test func `is that nobody stands in a row and does not know it`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, client) = try Self.mesh()
            client.rows.insert(.woken)
            mesh.nodes[0].checkInvariants()
        }
    }

    @Test func `is that who waits will be woken`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, client) = try Self.mesh()
            mesh.nodes[0].serving.fallBehind(client)
            client.seat?.isWaiting = true
            mesh.nodes[0].checkInvariants()
        }
    }

    @Test func `is that a name is held by who speaks under it`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, client) = try Self.mesh()
            let user = try #require(client.seat?.user)
            let other = ClientReference(slot: client.reference.slot + 1, generation: 1)
            mesh.nodes[0].rooms.checkInvariants([(client: other, user: user)])
        }
    }

    @Test func `is that nobody is held whom the store does not let go`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, client) = try Self.mesh()
            mesh.nodes[0].serving.fallBehind(client)
            client.put { $0.hold() }
            mesh.nodes[0].checkInvariants()
        }
    }

    /// A mesh of two nodes, and the link that the first has to the other.
    private static func linkedMesh(over transport: String) throws -> (mesh: VirtualMesh, link: Int) {
        var mesh = try VirtualMesh(["alpha", "bravo"], over: transport)
        _ = mesh.run { $0.nodes[0].gossip.linkReports.count == 1 }
        mesh.nodes[0].checkInvariants()
        return (mesh, try #require(mesh.nodes[0].gossip.linkReports.first).link)
    }

    @Test func `is that the gossip has each link that a connection or a path carries`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, link) = try Self.linkedMesh(over: "tcp")
            let now = mesh.nodes[0].clock.now
            mesh.nodes[0].gossip.closeLink(link, reason: .stopping, at: now)
            mesh.nodes[0].checkInvariants()
        }
        await #expect(processExitsWith: Self.trap) {
            let (mesh, link) = try Self.linkedMesh(over: "udp")
            let now = mesh.nodes[0].clock.now
            mesh.nodes[0].gossip.closeLink(link, reason: .stopping, at: now)
            mesh.nodes[0].checkInvariants()
        }
    }

    @Test func `is that nothing is left to be done for a part`() async {
        await #expect(processExitsWith: Self.trap) {
            let (mesh, _) = try Self.mesh()
            mesh.nodes[0].serving.ask(for: .left(channel: 0, nil))
            mesh.nodes[0].checkInvariants()
        }
    }

    @Test func `holds without any of that`() throws {
        let (mesh, client) = try Self.mesh()
        mesh.nodes[0].checkInvariants()
        #expect(client.seat?.memberIndex == 0)
    }
}
