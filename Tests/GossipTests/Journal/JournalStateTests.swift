import Gossip
import Testing

@Suite("The users in a journal", .computing) struct JournalStateTests {
    @Test func `are shown again once their node is reached, and not before`() throws {
        var mesh = TestMesh(3)
        mesh.startJournal(of: 0)
        let first = mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.join("ana", at: 2)
        mesh.settle()
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        mesh.cut(first)

        try mesh.restart(0, from: disk)
        #expect(mesh.usernames(at: 0) == [])
        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    @Test func `of the node's own earlier run are gone`() throws {
        for epoch: UInt64 in [1_600_000_000_000, 1_700_000_000_000, 1_800_000_000_000] {
            var mesh = TestMesh(2)
            mesh.startJournal(of: 0)
            mesh.join("ana", at: 0)
            var disk = TestDisk()
            disk.write(from: &mesh.nodes[0])

            try mesh.restart(0, from: disk, epoch: epoch)
            #expect(mesh.usernames(at: 0) == [])
            mesh.connect(0, 1)
            mesh.settle()

            #expect(mesh.usernames(at: 0) == [])
            #expect(mesh.usernames(at: 1) == [])
            #expect(mesh.join("ana", at: 0) != nil)
        }
    }

    @Test func `who left while the node was away are gone`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        mesh.connect(0, 1)
        let joined = mesh.join("ana", at: 1)
        let claim = try #require(joined)
        mesh.settle()
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        mesh.restart(0, epoch: 1)
        mesh.nodes[1].leave(claim, at: mesh.now)

        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.usernames(at: 0) == [])
    }

    @Test(arguments: [1, 100, 1 << 20])
    func `who came as a snapshot, or all at once, are not lost`(limit: Int) throws {
        var mesh = TestMesh(3)
        for number in 0..<300 { mesh.join("early \(number)", at: 1) }
        mesh.startJournal(of: 0)
        let first = mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.settle()
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0], limit: limit)
        for number in 0..<300 { mesh.join("late \(number)", at: 2) }
        mesh.settle()
        disk.write(from: &mesh.nodes[0], limit: limit)
        mesh.cut(first)

        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.settle()

        #expect(mesh.usernames(at: 0).count == 600)
    }

    @Test func `are in a checkpoint, so what was written before may be lost`() throws {
        var mesh = TestMesh(2)
        mesh.startJournal(of: 0)
        let wire = mesh.connect(0, 1)
        mesh.join("ana", at: 1)
        mesh.post("x", at: 1)
        mesh.settle()
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])
        disk.beginStretch(with: mesh.nodes[0])
        mesh.post("y", at: 1)
        mesh.settle()
        disk.write(from: &mesh.nodes[0])
        mesh.cut(wire)
        disk.stretches.removeFirst()

        try mesh.restart(0, from: disk)
        mesh.connect(0, 1)
        mesh.settle()

        // What is known to have been here is not asked for again.
        #expect(mesh.log(of: 0) == "y")
        #expect(mesh.usernames(at: 0) == ["ana"])
    }

    @Test(arguments: [false, true])
    func `are those who are there, though somebody made up others`(isDoubted: Bool) throws {
        var mesh = TestMesh(3)
        mesh.startJournal(of: 2)
        mesh.connect(0, 1)
        mesh.connect(1, 2)
        mesh.join("ana", at: 0)
        mesh.settle()
        let echo = try HandmadePeer("echo", of: &mesh.nodes[2], at: mesh.now)
        let snapshot = [HandmadePeer.snapshot(at: 1 << 40, links: ["bravo"], user: "mallory")]
        try echo.send(snapshot, of: "alpha", from: 1, asAnswer: true, to: &mesh.nodes[2], at: mesh.now)
        mesh.nodes[2].closeLink(echo.link, reason: .disconnected("gone"), at: mesh.now)
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[2])
        if isDoubted {
            mesh.run(milliseconds: 11_000)
            disk.write(from: &mesh.nodes[2])
        }

        try mesh.reopen(2, on: &disk)
        mesh.connect(1, 2)
        mesh.settle()
        #expect(mesh.usernames(at: 2) == [isDoubted ? "ana" : "mallory"])
        mesh.run(milliseconds: 11_000)
        #expect(mesh.usernames(at: 2) == ["ana"])
        #expect(mesh.nodes[2].unconfirmedNodes.isEmpty)

        disk.write(from: &mesh.nodes[2])
        try mesh.restart(2, from: disk)
        mesh.connect(1, 2)
        mesh.settle()
        #expect(mesh.usernames(at: 2) == ["ana"])
    }
}
