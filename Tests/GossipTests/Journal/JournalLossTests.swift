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
}
