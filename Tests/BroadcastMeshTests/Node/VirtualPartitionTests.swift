import ChannelProtocol
import Gossip
import MeshSimulator
import Testing
import WebSocket

@testable import BroadcastMesh

/// What clients are told when two nodes that went on apart meet again.
@Suite("Clients of nodes that were apart", .computing, .timeLimit(.minutes(10))) struct VirtualPartitionTests {
    /// Two nodes that serve, and how they are linked.
    private static func pair(_ settings: String = "") throws -> (mesh: VirtualMesh, whole: MeshConfiguration) {
        var mesh = try VirtualMesh(["alpha", "bravo"], saying: settings)
        let isUp = mesh.run { mesh in mesh.nodes.allSatisfy { $0.lifecycle.phase == .serving && $0.hasHeardPeers } }
        #expect(isUp)
        return (mesh, mesh.nodes[0].settings.mesh)
    }

    private static func part(_ mesh: inout VirtualMesh) throws {
        for index in 0..<2 { try mesh.reconfigure(index) { $0.nodes[0].peers = [] } }
        let isApart = mesh.run { $0.nodes.allSatisfy { $0.gossip.nodeReports.count == 1 } }
        #expect(isApart)
    }

    private static func join(_ mesh: inout VirtualMesh, _ whole: MeshConfiguration) throws {
        for index in 0..<2 { try mesh.reconfigure(index) { $0 = whole } }
    }

    /// Somebody with a WebSocket, who has got some words.
    private static func client(
        of index: Int,
        at path: String,
        speaking subprotocol: String? = nil,
        until words: String,
        in mesh: inout VirtualMesh
    ) throws -> VirtualClient {
        let request = VirtualClient.upgrade(at: path, speaking: subprotocol)
        let client = try mesh.client(of: index, asking: request, until: words)
        _ = mesh.run(for: 1) { _ in false }
        return client
    }

    @Test(arguments: [
        ("/channels/tea?history=0", Subprotocol.channel, "attached"),
        ("/start_web_socket?username=ben&channel=tea&history=0", nil, "update-users"),
    ])
    func `are told how many messages they cannot have, before those that they can`(
        path: String,
        subprotocol: String?,
        greeting: String
    ) throws {
        var (mesh, whole) = try Self.pair(#""retention": { "messages": 4 }, "#)
        let stays = try Self.client(of: 1, at: path, speaking: subprotocol, until: greeting, in: &mesh)
        try Self.part(&mesh)
        let isChat = subprotocol == nil
        let speaker = try Self.client(
            of: 0,
            at: isChat ? "/start_web_socket?username=ana&channel=tea" : "/channels/tea",
            until: isChat ? "update-users" : "101",
            in: &mesh
        )
        for number in 1...20 {
            let text = isChat ? #"{"event":"send-message","message":"no. \#(number)"}"# : "no. \(number)"
            #expect(speaker.send(VirtualClient.frame(text)))
        }
        let isHeld = mesh.run { $0.nodes[0].gossip.counters.posted == 20 }
        #expect(isHeld)

        try Self.join(&mesh, whole)
        let isTold = try mesh.run { _ in try stays.received.contains("no. 20") }
        #expect(isTold)
        let received = try stays.received
        let gap = try #require(received.firstRange(of: #"{"event":"gap","lost":16,"#), "\(received)")
        let first = try #require(received.firstRange(of: "no. 17"))
        #expect(gap.lowerBound < first.lowerBound)
        #expect(!received.contains("no. 16"))

        // Whoever comes back behind the gap is not told again, and gets all that is held.
        let before = try #require(Self.member("position", of: received))
        let behind = try #require(Self.member("after", of: received))
        #expect(received[first.upperBound...].contains(behind.prefix { $0 != "/" }))
        let again = path.replacing("history=0", with: "after=\(behind)").replacing("ben", with: "eve")
        let back = try Self.client(of: 1, at: again, speaking: subprotocol, until: "no. 20", in: &mesh)
        #expect(try !back.received.contains("gap") && back.received.contains("no. 17"))

        // Whoever comes back as from before it is told where it ends.
        let late = path.replacing("history=0", with: "after=\(before)").replacing("ben", with: "joe")
        let told = try Self.client(of: 1, at: late, speaking: subprotocol, until: "no. 20", in: &mesh)
        #expect(try told.received.contains(#"{"event":"gap","lost":16,"after":"\#(behind)"}"#))
    }

    /// The first value of a member that is a string.
    private static func member(_ name: String, of received: String) -> String? {
        received.firstRange(of: #""\#(name)":""#).map { String(received[$0.upperBound...].prefix { $0 != "\"" }) }
    }

    @Test func `keep their names where they had them earlier, and are told so where they had not`() throws {
        var (mesh, whole) = try Self.pair()
        try Self.part(&mesh)
        let path = "/start_web_socket?username=ana"
        let earlier = try Self.client(of: 1, at: path, until: "update-users", in: &mesh)
        let later = try Self.client(of: 0, at: path, until: "update-users", in: &mesh)

        try Self.join(&mesh, whole)
        let isDecided = try mesh.run { _ in try later.received.contains("Username ana is already taken") }
        _ = mesh.run(for: 5) { _ in false }

        #expect(isDecided)
        #expect(mesh.nodes.map { $0.serving.attached } == [0, 1])
        #expect(try !earlier.received.contains("taken"))
    }

    @Test func `are closed in many turns where many names went elsewhere, and all of them are told so`() throws {
        var (mesh, whole) = try Self.pair()
        try Self.part(&mesh)
        let count = 600
        var sides: [[VirtualClient]] = []
        for index in [1, 0] {
            let clients = try (0..<count).map { _ in try VirtualClient(to: index, of: mesh) }
            var asked = 0
            let isFull = mesh.run { mesh in
                while asked < count {
                    let path = "/start_web_socket?username=ana&channel=room\(asked)"
                    guard clients[asked].send(VirtualClient.upgrade(at: path)) else { break }
                    asked += 1
                }
                return mesh.nodes[index].serving.attached == count
            }
            #expect(isFull)
            sides.append(clients)
            // Whoever holds a name is known by the time, in microseconds.
            _ = mesh.run(for: 1) { _ in false }
        }

        try Self.join(&mesh, whole)
        var (left, most) = (count, 0)
        let isOver = mesh.run { mesh in
            most = max(most, left - mesh.nodes[0].serving.attached)
            left = mesh.nodes[0].serving.attached
            return left == 0
        }
        _ = mesh.run(for: 1) { _ in false }

        #expect(isOver)
        #expect(most <= TurnBudget.turn / (TurnBudget.farewell + TurnBudget.departure), "\(most) in one turn")
        #expect(mesh.nodes[1].serving.attached == count)
        #expect(try sides[1].allSatisfy { try $0.received.contains("Username ana is already taken") })
    }
}
