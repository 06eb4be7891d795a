import Testing

@testable import Gossip

@Suite("A session", .computing) struct SessionTests {
    @Test(arguments: [0, 1])
    func `takes its name over from an earlier connection, on any node`(node: Int) {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let ghost = mesh.join("ana", at: 0, session: 7)
        mesh.settle()

        let newer = mesh.join("ana", at: node, session: 7)
        mesh.settle()

        #expect(newer != nil)
        #expect(ghost.map { mesh.events[0].contains(.claimReplaced($0)) } == true)
        #expect(newer.map { mesh.events[node].contains(.claimReplaced($0)) } == false)
        #expect(newer.map { mesh.events[node].contains(.claimDoubted($0)) } == false)
        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    @Test(arguments: [0, 1])
    func `takes its name over by what it was hashed to before, and goes on with that`(node: Int) {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let ghost = mesh.join("ana", at: 0, session: 7)
        mesh.settle()
        let newer = mesh.nodes[node].join("ana", in: mesh.rooms[node], session: 8, orEarlier: [5, 7], at: mesh.now)
        mesh.settle()
        #expect(newer != nil)
        #expect(ghost.map { mesh.events[0].contains(.claimReplaced($0)) } == true)

        // A node that has not heard of the change finds the same.
        #expect(mesh.join("ana", at: 1 - node, session: 7) != nil)
        mesh.settle()
        #expect(mesh.join("ana", at: node, session: 8) == nil)
        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    @Test func `holds its name by the newest few of its connections, however many come before one is told`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        var claims: [Claim] = []
        for _ in 0..<100 {
            // Each may be older than all that came, so that none surely follows another.
            let claim = mesh.nodes[0].join("ana", in: mesh.rooms[0], session: 7, since: 0, at: mesh.now)
            if let claim { claims.append(claim) }
        }
        #expect(claims.count == 100)
        mesh.settle()

        #expect(mesh.nodes[0].presence.ownUsers.count == 4)
        for claim in claims.dropLast(4) { #expect(mesh.events[0].contains(.claimReplaced(claim))) }
        #expect(claims.last.map { mesh.events[0].contains(.claimReplaced($0)) } == false)
        #expect(mesh.usernames(at: 1) == ["ana"])

        // Who was told gives up what it has no more.
        for claim in claims { mesh.nodes[0].leave(claim, at: mesh.now) }
        mesh.settle()
        #expect(mesh.usernames(at: 0) == [])
        #expect(mesh.usernames(at: 1) == [])
    }

    @Test func `does not take a name from somebody else`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        mesh.join("ana", at: 0, session: 7)
        mesh.settle()
        let thief = mesh.join("ana", at: 1, session: 8)
        let guest = mesh.join("ana", at: 1)
        #expect(thief == nil && guest == nil)
    }

    @Test func `is not taken back by a ghost, however fast the clock of its node is`() {
        var mesh = TestMesh(2)
        let wire = mesh.connect(0, 1)
        mesh.settle()
        mesh.now.wall += 3_600_000_000
        let ghost = mesh.join("ana", at: 0, session: 7)
        mesh.now.wall -= 3_600_000_000
        mesh.settle()
        mesh.cut(wire)

        let newer = mesh.join("ana", at: 1, session: 7)
        mesh.connect(0, 1)
        mesh.settle()

        #expect(ghost.map { mesh.events[0].contains(.claimReplaced($0)) } == true)
        #expect(newer.map { mesh.events[1].contains(.claimReplaced($0)) } == false)
    }

    /// A page at a node whose clock is 5 ms ahead is loaded again, and comes to another that has not heard of it.
    ///
    /// - Returns: Its connections.
    private static func reload(in mesh: inout TestMesh) throws -> (ghost: Claim, newer: Claim) {
        mesh.connect(0, 1)
        mesh.settle()
        mesh.now.wall += 5000
        let ghost = mesh.join("ana", at: 0, session: 7)
        mesh.now.wall -= 5000
        let newer = mesh.join("ana", at: 1, session: 7)
        mesh.settle()
        return (try #require(ghost), try #require(newer))
    }

    @Test func `is not taken from the page that was loaded again by what it left, wherever a clock is ahead`() throws {
        var mesh = TestMesh(2)
        let (ghost, newer) = try Self.reload(in: &mesh)
        mesh.nodes[0].leave(ghost, at: mesh.now)
        mesh.settle()
        mesh.run(milliseconds: 3000)
        #expect(!mesh.events[1].contains(.claimReplaced(newer)))
        #expect(!mesh.events[0].contains(.claimReplaced(ghost)))
        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    @Test func `is of one connection in the end, also where only clocks tell which is newer`() throws {
        var mesh = TestMesh(2)
        let (ghost, newer) = try Self.reload(in: &mesh)
        mesh.run(milliseconds: 4000)
        #expect(!mesh.events[1].contains(.claimReplaced(newer)), "the other is asked whether it is there")
        mesh.run(milliseconds: 2000)
        #expect(mesh.events[1].contains(.claimReplaced(newer)))
        #expect(!mesh.events[0].contains(.claimReplaced(ghost)))
    }

    @Test func `is not taken by what is dead and said nothing, wherever a clock is ahead`() throws {
        var mesh = TestMesh(2)
        let (ghost, newer) = try Self.reload(in: &mesh)
        #expect(mesh.events[0].contains(.claimDoubted(ghost)))
        #expect(mesh.events[1].contains(.claimDoubted(newer)))

        // Both are asked, and the ghost gives no answer.
        mesh.run(milliseconds: 3000)
        mesh.nodes[0].leave(ghost, at: mesh.now)
        mesh.run(milliseconds: 4000)

        #expect(!mesh.events[1].contains(.claimReplaced(newer)))
        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    /// A client knocks at a node, goes to another one, and what it asked for at the first arrives when it is in the chat.
    ///
    /// - Returns: Its connections.
    private static func arriveLate(at node: Int, in mesh: inout TestMesh) throws -> (held: Claim, late: Claim) {
        mesh.connect(0, 1)
        mesh.settle()
        let count = mesh.nodes[node].claimCount
        let held = mesh.join("ana", at: 0, session: 7)
        mesh.settle()
        mesh.now.wall += 100_000
        let late = mesh.nodes[node].join("ana", in: mesh.rooms[node], session: 7, since: count, at: mesh.now)
        mesh.settle()
        return (try #require(held), try #require(late))
    }

    @Test(arguments: [0, 1])
    func `is not taken from where the client is by what it asked for before, and which came late`(node: Int) throws {
        var mesh = TestMesh(2)
        let (held, late) = try Self.arriveLate(at: node, in: &mesh)
        #expect(mesh.events[node].contains(.claimDoubted(late)))

        mesh.run(milliseconds: 3000)
        mesh.nodes[node].leave(late, at: mesh.now)
        mesh.settle()
        mesh.run(milliseconds: 4000)

        #expect(!mesh.events[0].contains(.claimReplaced(held)))
        #expect(mesh.usernames(at: 1) == ["ana"])
    }

    @Test(arguments: [0, 1])
    func `goes to what came last, when somebody is there whose connection was there before`(node: Int) throws {
        var mesh = TestMesh(2)
        let (held, late) = try Self.arriveLate(at: node, in: &mesh)
        mesh.run(milliseconds: 6000)
        #expect(mesh.events[0].contains(.claimReplaced(held)))
        #expect(!mesh.events[node].contains(.claimReplaced(late)))
    }

    @Test func `keeps the time of its first claim, so that it still stays at a heal`() {
        var mesh = TestMesh(3)
        mesh.join("ana", at: 0, session: 7)
        mesh.now.wall += 1000
        let other = mesh.join("ana", at: 1, session: 8)
        mesh.now.wall += 1000
        let newer = mesh.join("ana", at: 0, session: 7)
        mesh.settle()

        mesh.connect(0, 1)
        mesh.run(milliseconds: 1100)

        #expect(other.map { mesh.events[1].contains(.claimLost($0)) } == true)
        #expect(newer.map { mesh.events[0].contains(.claimLost($0)) } == false)
    }
}
