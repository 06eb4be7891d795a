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
        renewSessions { $0 == claim ? (70, []) : nil }
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

    @Test mutating func `is one client's where some nodes have the new key and some the earlier`() throws {
        // The first connection stays behind on a node that has the new key; its second is where that is not so yet.
        let left = mesh.join("ana", at: 0, session: 7, orEarlier: [70])
        mesh.settle()
        mesh.now.wall += 5
        let newer = mesh.join("ana", at: 1, session: 7, orEarlier: [70])
        renewSessions { $0 == left ? (70, [7]) : nil }
        mesh.run(milliseconds: 6000)
        let ends = try (0..<2).map { node in
            let claim = try #require(node == 0 ? left : newer)
            return (mesh.events[node].contains(.claimLost(claim)), mesh.events[node].contains(.claimReplaced(claim)))
        }
        #expect(ends[0] == (false, true) && ends[1] == (false, false))

        let (again, stranger) = (
            mesh.join("ana", at: 0, session: 70, orEarlier: [7]), mesh.join("ana", at: 1, session: 8, orEarlier: [80])
        )
        #expect(again != nil && stranger == nil)
    }

    @Test mutating func `is told anew in portions, also that of who comes meanwhile`() {
        for name in 0..<5 { mesh.join("user\(name)", at: 0, session: UInt128(name + 1)) }
        var renewal: SessionRenewal? = mesh.nodes[0].beginSessionRenewal()
        var counts: [Int] = []
        while renewal != nil {
            // A page that is loaded again goes on with the claim that stands.
            if counts.count == 1 { mesh.join("user4", at: 0, session: 100, orEarlier: [5]) }
            counts.append(mesh.nodes[0].renewSessions(&renewal, atMost: 2, at: mesh.now) { _ in (100, []) })
        }
        mesh.settle()
        // Two claims of one client; each is looked at again once it has the hash.
        #expect(counts == [2, 2, 2, 2, 2, 2, 0])
        let holders = (0..<5).flatMap { mesh.nodes[1].presence.rooms.holders(of: "user\($0)", in: key) }
        #expect(holders.count == 6 && holders.allSatisfy { $0.user.session == 100 })
    }

    @Test mutating func `is known by another key too that a node has got meanwhile`() {
        mesh.cut(0)
        let held = mesh.join("ana", at: 0, session: 7)
        mesh.now.wall += 5
        let other = mesh.join("ana", at: 1, session: 70, orEarlier: [7])
        renewSessions { $0 == held ? (7, [70]) : nil }
        mesh.connect(0, 1)
        mesh.run(milliseconds: 6000)
        #expect(held.map { mesh.events[0].contains(.claimReplaced($0)) } == true)
        #expect(other.map { mesh.events[1].contains(.claimLost($0)) } == false)
        #expect(other.map { mesh.events[1].contains(.claimReplaced($0)) } == false)
    }

    private mutating func renewSessions(_ session: (Claim) -> (hash: UInt128, earlier: [UInt128])?) {
        var renewal: SessionRenewal? = mesh.nodes[0].beginSessionRenewal()
        while renewal != nil { _ = mesh.nodes[0].renewSessions(&renewal, atMost: 1, at: mesh.now, session) }
    }

    private var key: ChannelKey {
        guard let key = mesh.nodes[1].key(of: mesh.rooms[1]) else { preconditionFailure("the room is open") }
        return key
    }
}
