import Testing

@testable import Gossip

@Suite("A session whose hash changes", .computing) struct RenewedSessionTests {
    private var mesh = TestMesh(2)

    init() {
        mesh.connect(0, 1)
        mesh.settle()
    }

    @Test mutating func `keeps the claim, its time and the name, and is known by the new hash everywhere`() {
        let claim = mesh.join("ana", at: 0, session: 7)
        mesh.join("ben", at: 0, session: 8)
        mesh.join("eve", at: 0)
        mesh.settle()
        let times = mesh.nodes[1].presence.rooms.holders(of: "ana", in: key).map(\.user.claimTime)

        mesh.now.wall += 5
        mesh.nodes[0].renewSessions(at: mesh.now) { $0 == claim ? 70 : nil }
        mesh.settle()
        for node in 0..<2 { #expect(mesh.usernames(at: node) == ["ana", "ben", "eve"]) }
        #expect(mesh.nodes[1].presence.rooms.holders(of: "ana", in: key).map(\.user.claimTime) == times)

        let clients: [(name: String, session: UInt128)] = [("ana", 7), ("ben", 8), ("ana", 70)]
        var entered: [Bool] = []
        for client in clients { entered.append(mesh.join(client.name, at: 1, session: client.session) != nil) }
        #expect(entered == [false, true, true])
        mesh.settle()
        if let claim { mesh.nodes[0].leave(claim, at: mesh.now) }
        mesh.settle()
        for node in 0..<2 { #expect(mesh.usernames(at: node) == ["ana", "ben", "eve"]) }
    }

    private var key: ChannelKey {
        guard let key = mesh.nodes[1].key(of: mesh.rooms[1]) else { preconditionFailure("the room is open") }
        return key
    }
}
