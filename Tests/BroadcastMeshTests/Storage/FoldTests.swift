import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Segments that are rewritten", .computing) struct FoldTests {
    /// A node whose directory has several segments, most of whose messages are not held any more.
    private struct Shelf {
        let disk = SimulatedDisk(seed: 1)
        let journal: Journal
        var gossip = Shelf.node()
        private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

        static func node() -> GossipNode {
            var settings = GossipSettings()
            settings.retention.messages = 10
            return GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        }

        init(segmentLimit: Int = 400) throws {
            journal = try Journal(JournalPlace(on: disk, segmentLimit: segmentLimit))
            _ = try journal.restore(into: &gossip, at: now)
            let channel = gossip.openChannel(.relay, named: [])
            for number in 0..<60 {
                _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, UInt8(number)] }
                gossip.enforceRetention(at: now)
                try journal.write(from: &gossip, at: now)
            }
        }

        var segments: [String] { get throws { try disk.names().filter { $0.hasSuffix(".segment") } } }
    }

    @Test func `are begun only when there is as much in them as what they begin with, however short they are to be`()
        throws
    {
        let shelf = try Shelf(segmentLimit: 1)
        let (count, bytes) = (try shelf.segments.count, shelf.journal.archive.bytes)
        #expect(count < 40)
        #expect(shelf.journal.archive.segments.allSatisfy { $0.checkpoint * 2 <= $0.bytes }, "\(bytes)")
    }

    @Test func `are fewer, and have what is held`() throws {
        let shelf = try Shelf()
        let before = try shelf.segments.count
        try shelf.journal.foldAll(with: shelf.gossip)
        #expect(try shelf.segments.count < before)

        var again = Shelf.node()
        shelf.disk.endProcess()
        let journal = try Journal(shelf.journal.place)
        _ = try journal.restore(into: &again, at: Moment(monotonic: 2_000_000_000, wall: 1_700_000_001_000_000))
        let channel = again.openChannel(.relay, named: [])
        #expect(again.channels[channel]?.messageCount == 10)
    }

    @Test func `are tried again after the disk did not take the new file`() throws {
        let shelf = try Shelf()
        let fold = try #require(shelf.journal.takeFold(with: shelf.gossip))
        let names = fold.names
        shelf.disk.failSync(afterSyncs: 0)
        let error = #expect(throws: StorageError.self) { try fold.run() }
        shelf.journal.finishFold(of: names, .failure(try #require(error)))
        #expect(shelf.journal.takeFold(with: shelf.gossip) == nil)

        var gossip = shelf.gossip
        let now = Moment(monotonic: 2_000_000_000, wall: 1_700_000_001_000_000)
        let channel = gossip.openChannel(.relay, named: [])
        for _ in 0..<100 {
            _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, 7] }
            gossip.enforceRetention(at: now)
            try shelf.journal.write(from: &gossip, at: now)
        }
        #expect(shelf.journal.takeFold(with: gossip) != nil)
    }

    @Test func `stay as they are where one of them cannot be read, and the error names it`() throws {
        let shelf = try Shelf()
        let fold = try #require(shelf.journal.takeFold(with: shelf.gossip))
        let names = try shelf.segments
        let damaged = fold.names[0].settled.text
        shelf.disk.damage(damaged, at: try shelf.disk.open(damaged, .read).readAll().count - 1)

        let error = #expect(throws: StorageError.self) { try fold.run() }
        guard case .damaged(let file, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file.hasSuffix(damaged))
        #expect(try shelf.segments == names)
    }

    @Test func `come to what they came to then, once, in a replay`() throws {
        let shelf = try Shelf()
        let fold = try #require(shelf.journal.takeFold(with: shelf.gossip))
        let names = fold.names
        var errands = ReplayedErrands()
        errands.take([.fold(fold)])

        guard case .folded(let told, .success(let outcome))? = errands.fact(.folded(.success(RecordedList([9, 4]))))
        else {
            Issue.record("it is told something else")
            return
        }
        #expect(told == names)
        #expect(outcome.bytes == 9 && outcome.messages == 4)
        let again = errands.fact(.folded(.success(RecordedList([9, 4]))))
        #expect(again == nil)
    }
}
