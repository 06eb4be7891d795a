import ChannelProtocol
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// A turn has room for one piece of work here, and then for nothing else.
@Suite("A turn that is spent at once", .computing, .timeLimit(.minutes(10))) struct ShortTurnsTests {
    static func serving(_ names: [String]) throws -> VirtualMesh {
        var mesh = try VirtualMesh(names, spending: TurnBudget.least)
        mesh.enlargeSockets(to: 1 << 20)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        return mesh
    }

    /// So many pings without anything in them.
    private static func pings(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in [0x89, 0x80, 0, 0, 0, 0] } }

    /// Somebody who has sent the first node more than is taken in during the rest of a test.
    private static func flooder(in mesh: inout VirtualMesh) throws -> VirtualClient {
        let flooder = try mesh.client(asking: VirtualClient.upgrade("cellar"))
        mesh.pause(10_000_000)
        #expect(flooder.send(pings(1000)))
        mesh.pause(10_000_000)
        return flooder
    }

    /// Whether that has not come to its end.
    private static func goesOn(_ mesh: VirtualMesh) -> Bool {
        mesh.nodes[0].serving.everybody.contains { $0.intake.hasRest }
    }

    @Test func `serves a client that waits, whatever a peer sends`() throws {
        var mesh = try Self.serving(["alpha", "bravo"])
        let client = try mesh.client(asking: VirtualClient.upgrade("cellar"))
        _ = try client.takeAll()
        let now = mesh.nodes[1].clock.now
        let channel = mesh.nodes[1].gossip.openChannel(.relay, named: [])
        let frame = [0x82, 100] + [UInt8](repeating: 0x78, count: 100)
        for _ in 0..<8000 { _ = mesh.nodes[1].gossip.post(in: channel, at: now) { _ in frame } }
        // All of it comes while alpha reads no link.
        for _ in 0..<25 {
            mesh.nodes[0].turns.isOverweight = true
            mesh.nodes[0].turns.heldLinks = HeldLinks()
            _ = mesh.run { _ in true }
            mesh.pause(20_000_000)
        }
        #expect(client.send(Self.pings(100)))
        mesh.pause(10_000_000)

        for _ in 0..<12 { mesh.step() }
        mesh.pause(10_000_000)

        let received = mesh.nodes[0].gossip.counters.received
        #expect((1000..<8000).contains(received), "\(received)")
        let pongs = try client.received.count { $0 == "\0" }
        #expect((8...12).contains(pongs), "\(pongs)")
    }

    @Test func `looks after names and lists, whatever a client sends`() throws {
        var mesh = try Self.serving(["alpha"])
        let people = try (0..<5).map { number in
            let path = "/start_web_socket?username=user\(number)"
            return try mesh.client(asking: VirtualClient.upgrade(at: path), until: "update-users")
        }
        let users = mesh.nodes[0].serving.everybody.compactMap { $0.seat?.user }
        let flooder = try Self.flooder(in: &mesh)
        for user in users.prefix(3) { mesh.nodes[0].rooms.note(.lost, of: user.claim) }

        mesh.step()
        #expect((4..<6).contains(mesh.nodes[0].serving.attached))
        for _ in 0..<3 { mesh.step() }
        #expect(mesh.nodes[0].serving.attached == 3)

        // A list follows the one before it after a moment.
        for _ in 0..<4 {
            mesh.pause(100_000_000)
            for _ in 0..<3 { mesh.step() }
        }
        mesh.pause(10_000_000)
        #expect(Self.goesOn(mesh))
        for person in people.suffix(2) { #expect(try person.received.contains(#""usernames":["user3","user4"]"#)) }
        #expect(try people[0].received.contains("Username user0 is already taken"))
        _ = try flooder.takeAll()
    }

    @Test func `takes in who has waited long enough, and parts with everybody, whatever a client sends`() throws {
        var mesh = try Self.serving(["alpha", "bravo"])
        // They have seen what bravo never posted.
        let epoch = mesh.nodes[1].gossip.epoch
        let clients = try (0..<3).map { _ in try VirtualClient(to: 0, of: mesh) }
        let areThere = mesh.run { mesh in
            mesh.nodes[0].serving.connectionCount == 3 && mesh.nodes[0].gossip.nodeReports.count == 2
        }
        #expect(areThere)
        mesh.pause(10_000_000)
        let request = VirtualClient.upgrade(at: "/channels/tea?after=bravo@\(epoch)/7", speaking: Subprotocol.channel)
        for client in clients { #expect(client.send(request)) }
        let areAsked = mesh.run { $0.nodes[0].rooms.deadline != nil }
        #expect(areAsked)
        let flooder = try Self.flooder(in: &mesh)
        #expect(mesh.nodes[0].serving.attached == 1)
        mesh.pause(GossipNode.catchUpPatience)

        for _ in 0..<8 { mesh.step() }
        #expect(mesh.nodes[0].serving.attached == 4)

        mesh.tell(.stop(after: 0), to: 0)
        for _ in 0..<4 { mesh.step() }
        mesh.pause(10_000_000)
        for client in clients { #expect(try client.received.contains("The node is stopping")) }
        _ = try flooder.takeAll()
    }
}
