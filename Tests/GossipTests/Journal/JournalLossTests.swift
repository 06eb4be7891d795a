import Gossip
import Testing

/// What is lost is told to who comes back later too, be it after any number of starts, and when old stretches were
/// rewritten.
@Suite("What a journal says of what is lost", .computing) struct JournalLossTests {
    @Test func `has messages that are longer than peers accept by now`() throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        var seen = Position()
        seen.advance(to: mesh.post("a", at: 0).id)
        for text in ["b", "very long", "very long", "very long"] { mesh.post(text, at: 0) }
        var disk = TestDisk()
        disk.write(from: &mesh.nodes[0])

        var settings = GossipSettings()
        settings.frameBytes = 5
        var strict = TestMesh(1, settings: settings)
        try strict.reopen(0, on: &disk)
        #expect(strict.lost(after: seen, at: 0) == 3)

        try disk.fold(1, with: strict.nodes[0])
        try strict.reopen(0, on: &disk)
        #expect(strict.lost(after: seen, at: 0) == 3)
        #expect(strict.log(of: 0) == "ab")
    }

    /// Of such a run the checkpoint says only how far it went, and what is rewritten has nothing of it.
    @Test func `has runs that were closed since the last checkpoint`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 10
        settings.limits.wholeRuns = 4
        var mesh = TestMesh(2, settings: settings)
        mesh.startJournal(of: 1)
        var disk = TestDisk()
        for run in 0..<16 {
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.restart(0, epoch: UInt64(mesh.now.wall / 1000))
            mesh.connect(0, 1)
            mesh.settle()
            mesh.post(String(run % 10), at: 0)
            mesh.settle()
            disk.write(from: &mesh.nodes[1])
            if run == 15 { disk.beginStretch(with: mesh.nodes[1]) }
            mesh.enforceRetention(of: 1)
        }
        #expect(mesh.nodes[1].hasUnwrittenClosings)
        #expect(mesh.lost(after: Position(), at: 1) == 6)
        disk.write(from: &mesh.nodes[1])
        #expect(!mesh.nodes[1].hasUnwrittenClosings)

        // In the second round it is closed again, by a process that knows of it what the first one wrote.
        for _ in 0..<2 {
            try disk.fold(disk.stretches.count - 1, with: mesh.nodes[1])
            try mesh.reopen(1, on: &disk)
            #expect(mesh.lost(after: Position(), at: 1) == 6)
            #expect(mesh.log(of: 1).count == 10)
            mesh.now.monotonic += 5_000_000_000
            mesh.now.wall += 5_000_000
            mesh.enforceRetention(of: 1)
            disk.write(from: &mesh.nodes[1])
            #expect(mesh.lost(after: Position(), at: 1) == 6)
        }
    }

    @Test(arguments: [false, true])
    func `has a closed run that somebody goes on with`(isReadBefore: Bool) throws {
        var mesh = TestMesh(1)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let closed = [HandmadePeer.closedRuns(upTo: 0, and: [(5, 5)]), HandmadePeer.post([0x61])]
        try bravo.send(closed, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        disk.write(from: &mesh.nodes[0])
        disk.beginStretch(with: mesh.nodes[0])
        let posts = [HandmadePeer.post([0x62]), HandmadePeer.post([0x63])]
        try bravo.send(posts, of: "zulu", epoch: 5, from: 6, to: &mesh.nodes[0], at: mesh.now)
        disk.write(from: &mesh.nodes[0])
        disk.beginStretch(with: mesh.nodes[0])
        #expect(mesh.log(of: 0) == "abc")
        #expect(mesh.lost(after: Position(), at: 0) == 5)

        if isReadBefore { try mesh.reopen(0, on: &disk) }
        try disk.fold(2, with: mesh.nodes[0])
        try mesh.reopen(0, on: &disk)
        #expect(mesh.log(of: 0).count == 3)
        #expect(mesh.lost(after: Position(), at: 0) == 5)
    }

    /// Of a run of four messages the first file is rewritten without it, as it is closed then, and the second stays for what
    /// else that has: what comes behind says how far the run went, and who closed it how many messages it had.
    @Test(arguments: [false, true])
    func `has a closed run of which a file is left when that which says so is rewritten`(isGoneOnWith: Bool) throws {
        var (mesh, disk) = try Self.closedInPart()
        if isGoneOnWith {
            let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
            let post = [HandmadePeer.post([0x6A])]
            try bravo.send(post, of: "zulu", epoch: 5, from: 5, to: &mesh.nodes[0], at: mesh.now)
            disk.write(from: &mesh.nodes[0])
            mesh.enforceRetention(of: 0)
        }
        let lost: UInt64 = isGoneOnWith ? 6 : 5
        #expect(mesh.lost(after: Position(), at: 0) == lost)

        // Each time a process ends before it closes the run once more.
        try mesh.reopen(0, on: &disk)
        for _ in 0..<3 {
            try disk.fold((disk.stretches.count - 2)..<(disk.stretches.count - 1), with: mesh.nodes[0])
            try mesh.reopen(0, on: &disk)
            mesh.enforceRetention(of: 0)
            #expect(mesh.lost(after: Position(), at: 0) == lost)
            #expect(mesh.nodes[0].channels[mesh.rooms[0]]?.messageCount == 4)
        }
    }

    /// Each process finds the file again, looks after its run until that is closed once more, and ends before another
    /// checkpoint is due.
    @Test func `has all runs that are over for ever while a file of one of them is left`() throws {
        var settings = GossipSettings()
        settings.retention.messages = 4
        settings.limits.wholeRuns = 1
        var mesh = TestMesh(1, settings: settings)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let posts = [HandmadePeer.post([0x61]), HandmadePeer.post([0x62])]
        try bravo.send(posts, of: "zulu", epoch: 5, from: 1, to: &mesh.nodes[0], at: mesh.now)
        disk.write(from: &mesh.nodes[0])
        disk.beginStretch(with: mesh.nodes[0])
        let closed = [HandmadePeer.closedRuns(upTo: 100, messages: 40)]
        try bravo.send(closed + posts + posts, of: "zulu", from: 1, to: &mesh.nodes[0], at: mesh.now)
        mesh.nodes[0].closeLink(bravo.link, reason: .disconnected("cut"), at: mesh.now)
        mesh.closeRuns(of: 0, writingTo: &disk)
        #expect(mesh.lost(after: Position(), at: 0) == 40)

        disk.beginStretch(with: mesh.nodes[0])
        for _ in 0..<3 {
            try mesh.reopen(0, on: &disk)
            mesh.closeRuns(of: 0, writingTo: &disk)
            #expect(mesh.lost(after: Position(), at: 0) == 40)
            try disk.fold(disk.stretches.count - 1, with: mesh.nodes[0])
        }
    }

    /// A node that has closed a run of "zulu" with four messages, "a" to "d", of which two more are left in a file behind that
    /// which was rewritten, and holds "f" to "i" of a later run; "e" is lost too.
    private static func closedInPart() throws -> (mesh: TestMesh, disk: TestDisk) {
        var settings = GossipSettings()
        settings.retention.messages = 4
        settings.limits.wholeRuns = 1
        var mesh = TestMesh(1, settings: settings)
        mesh.startJournal(of: 0)
        var disk = TestDisk()
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let parts: [(epoch: UInt64, first: UInt64, texts: String)] = [
            (5, 1, "ab"), (5, 3, "cd"), (6, 1, "e"), (HandmadePeer.epoch, 1, "fghi"),
        ]
        for (epoch, first, texts) in parts {
            let posts = texts.utf8.map { HandmadePeer.post([$0]) }
            try bravo.send(posts, of: "zulu", epoch: epoch, from: first, to: &mesh.nodes[0], at: mesh.now)
            disk.write(from: &mesh.nodes[0])
            if first < 4, epoch == 5 { disk.beginStretch(with: mesh.nodes[0]) }
        }
        try mesh.reopen(0, on: &disk)
        mesh.closeRuns(of: 0, writingTo: &disk)
        try disk.fold(1, with: mesh.nodes[0])
        return (mesh, disk)
    }
}

extension TestMesh {
    /// Has a node let go of what is beyond retention.
    fileprivate mutating func enforceRetention(of node: Int) {
        nodes[node].enforceRetention(at: now)
    }

    /// Has a node close the runs that are over for some seconds.
    fileprivate mutating func closeRuns(of node: Int, writingTo disk: inout TestDisk) {
        enforceRetention(of: node)
        disk.write(from: &nodes[node])
        now.monotonic += 5_000_000_000
        now.wall += 5_000_000
        enforceRetention(of: node)
        let hasClosed = nodes[node].hasUnwrittenClosings
        #expect(hasClosed)
        disk.write(from: &nodes[node])
    }
}
