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
}
