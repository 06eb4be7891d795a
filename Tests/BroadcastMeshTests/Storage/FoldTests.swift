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

        /// Writes segments of so many bytes, each of which has something that is still held if that is scattered.
        init(segmentLimit: Int = 400, isScattered: Bool = false) throws {
            journal = try Journal(JournalPlace(on: disk, segmentLimit: segmentLimit))
            _ = try journal.restore(into: &gossip, at: now)
            let busy = gossip.openChannel(.relay, named: [])
            let quiet = gossip.openChannel(.relay, named: [1])
            for number in 0..<60 {
                let channel = isScattered && number % 6 == 0 ? quiet : busy
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

    @Test func `are not while runs are closed and that is not written`() throws {
        let disk = SimulatedDisk(seed: 1)
        var settings = GossipSettings()
        settings.retention.messages = 10
        settings.limits.wholeRuns = 1
        func start(at now: Moment) throws -> (gossip: GossipNode, journal: Journal) {
            disk.endProcess()
            var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
            let journal = try Journal(JournalPlace(on: disk, segmentLimit: 400))
            _ = try journal.restore(into: &gossip, at: now)
            return (gossip, journal)
        }
        var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
        for _ in 0..<6 {
            var (gossip, journal) = try start(at: now)
            let channel = gossip.openChannel(.relay, named: [])
            for number in 0..<5 { _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, UInt8(number)] } }
            try journal.write(from: &gossip, at: now)
        }
        var (gossip, journal) = try start(at: now)
        now = Moment(monotonic: 6_000_000_000, wall: 1_700_000_005_000_000)
        gossip.enforceRetention(at: now)
        #expect(gossip.hasUnwrittenClosings)

        #expect(journal.takeFold(with: gossip) == nil)
        try journal.write(from: &gossip, at: now)
        #expect(journal.takeFold(with: gossip) != nil)
    }

    @Test func `stay as they are where one of them cannot be read, and the error names it`() throws {
        let (shelf, fold, damaged) = try foldOfDamaged()
        let names = try shelf.segments

        let error = #expect(throws: StorageError.self) { try fold.run() }
        guard case .damaged(let file, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file.hasSuffix(damaged))
        #expect(try shelf.segments == names)
    }

    @Test func `do not keep others from being rewritten when one of them cannot be read`() throws {
        let (shelf, fold, _) = try foldOfDamaged()
        let error = #expect(throws: StorageError.self) { try fold.run() }
        shelf.journal.finishFold(of: fold.names, .failure(try #require(error)))

        var gossip = shelf.gossip
        let now = Moment(monotonic: 2_000_000_000, wall: 1_700_000_001_000_000)
        let channel = gossip.openChannel(.relay, named: [])
        var others = 0
        for _ in 0..<100 {
            _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, 7] }
            gossip.enforceRetention(at: now)
            try shelf.journal.write(from: &gossip, at: now)
            guard let next = shelf.journal.takeFold(with: gossip) else { continue }
            let names = next.names
            #expect(!names.contains { fold.names.contains($0) })
            shelf.journal.finishFold(of: names, .success(try next.run()))
            others += 1
        }
        #expect(others > 3)
    }

    @Test func `go without being read when nothing of them is held, and when somebody has removed one`() throws {
        let shelf = try Shelf()
        let fold = try #require(shelf.journal.takeFold(with: shelf.gossip))
        let names = fold.names
        #expect(names.count > 3 && names.allSatisfy { fold.unread.contains($0.number) })
        for name in names {
            shelf.disk.damage(name.text, at: try shelf.disk.open(name.text, .read).readAll().count - 1)
        }
        try shelf.disk.remove(names[2].text)

        shelf.journal.finishFold(of: names, .success(try fold.run()))
        let left = Set(try shelf.segments)
        #expect(names.map { left.contains($0.text) } == [true] + names.dropFirst().map { _ in false })
        try shelf.journal.foldAll(with: shelf.gossip)
    }

    /// A directory in which one of the segments that are to be rewritten next, and have something held, is damaged.
    private func foldOfDamaged() throws -> (Shelf, SegmentFold, damaged: String) {
        let shelf = try Shelf(isScattered: true)
        while let fold = shelf.journal.takeFold(with: shelf.gossip) {
            let names = fold.names
            guard let name = names.first(where: { !fold.unread.contains($0.number) })?.text else {
                shelf.journal.finishFold(of: names, .success(try fold.run()))
                continue
            }
            shelf.disk.damage(name, at: try shelf.disk.open(name, .read).readAll().count - 1)
            return (shelf, fold, name)
        }
        throw NothingToFold()
    }

    private struct NothingToFold: Error {}

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
