import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A node whose disk takes long for what it is waited for", .computing) struct SlowDiskTests {
    /// A node with small segments, and the thread that waits for its disk, which does so only when it is told to.
    private struct Shelf {
        static let segmentLimit = 400
        static let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

        let disk = SimulatedDisk(seed: 1)
        var store: Store
        var gossip: GossipNode
        private var channel = 0
        private(set) var postedCount = 0

        init() throws {
            (store, gossip) = (Store(), GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings()))
            try start(at: 1)
            _ = (disk.takeWaitCount(), disk.takeMostOpen())
        }

        /// Starts the node, or starts it again.
        mutating func start(at epoch: UInt64) throws {
            gossip = GossipNode(name: "alpha", epoch: epoch, bootNonce: 1, settings: GossipSettings())
            store = Store(disk, fsync: .interval, in: ManualWorld(disk))
            _ = try store.open(for: "alpha", segmentLimit: Self.segmentLimit, into: &gossip, at: Self.now)
            channel = gossip.openChannel(.relay, named: [])
        }

        var journal: Journal { get throws { try #require(store.journal) } }

        /// Whether as much was written to the segment as the disk may be behind with.
        var isOverfull: Bool {
            get throws { try #require(try journal.segment).isOverfull(limit: Self.segmentLimit) }
        }

        /// How much of what was written behind checkpoints the disk was not waited for, in bytes.
        var behindCount: Int {
            get throws {
                let segment = try #require(try journal.segment)
                let open = try journal.archive.segments.filter { $0.file != nil }
                return open.reduce(segment.bytes - segment.begun) { $0 + $1.bytes - $1.checkpoint }
            }
        }

        var messageCount: Int { gossip.channels.figures(of: channel)?.messageCount ?? 0 }

        mutating func post(_ count: Int) {
            for _ in 0..<count {
                _ = gossip.post(in: channel, at: Self.now) { _ in [UInt8](repeating: 7, count: 100) }
                postedCount += 1
                let committed = store.commit(&gossip, at: Self.now)
                #expect(committed != nil)
            }
        }

        /// Has the disk waited for, until it has everything, and segments rewritten.
        mutating func settle() {
            while let deadline = store.deadline {
                store.sync(at: deadline)
                while case let directives = store.takeDirectives(), !directives.isEmpty {
                    for directive in directives { carryOut(directive) }
                }
            }
        }

        private mutating func carryOut(_ directive: Store.Directive) {
            switch directive {
            case .wait(let wait):
                guard case .synced(let done) = NodeFact.run(wait) else {
                    Issue.record("the disk cannot be waited for")
                    return
                }
                store.finishSync(done, with: gossip, at: Self.now.monotonic)
            case .fold(let fold):
                guard case .folded(let names, let result) = NodeFact.run(fold) else { return }
                store.finishFold(of: names, result, with: gossip)
            case .stop(let error, _):
                Issue.record("\(error)")
            }
        }
    }

    @Test(arguments: [SimulatedDisk.Luck.nothing, .everything])
    func `has few files open, however much comes meanwhile, and everything again`(luck: SimulatedDisk.Luck) throws {
        var shelf = try Shelf()
        // Its lock, and the segment that is written to, are open anyway.
        let most = 2 + SegmentArchive.mostOpen
        for _ in 0..<3 {
            shelf.post(200)
            #expect(shelf.disk.takeMostOpen() == most)
            #expect(try shelf.journal.archive.openCount == SegmentArchive.mostOpen)

            shelf.settle()
            #expect(try shelf.journal.archive.openCount == 0)
            // One is read or written by who rewrites others.
            #expect(shelf.disk.takeMostOpen() <= most + 1)
        }

        shelf.disk.failPower(luck)
        try shelf.start(at: 2)
        #expect(shelf.messageCount == shelf.postedCount)
    }

    @Test func `has it waited for at once when no more segments may wait`() throws {
        var shelf = try Shelf()
        shelf.post(1)
        #expect(shelf.store.deadline == Shelf.now.monotonic + SyncSchedule.interval)
        while try shelf.journal.archive.openCount < SegmentArchive.mostOpen { shelf.post(1) }
        #expect(shelf.store.deadline == Shelf.now.monotonic + SyncSchedule.interval)

        let number = try shelf.journal.segment?.name.number
        shelf.post(30)
        #expect(shelf.store.deadline == Shelf.now.monotonic)
        #expect(try shelf.journal.segment?.name.number == number)

        shelf.settle()
        shelf.post(1)
        #expect(try shelf.journal.segment?.name.number == number.map { $0 + 1 })
    }

    @Test func `waits for it itself once that is behind with as much as is kept`() throws {
        var shelf = try Shelf()
        while try !shelf.isOverfull { shelf.post(1) }
        #expect(shelf.disk.takeWaitCount() == 0)
        // Twelve segments, of which each may be longer by a message: one and a half times what is kept.
        #expect((12...16).contains(try shelf.behindCount / Shelf.segmentLimit))

        shelf.post(3)
        #expect(shelf.disk.takeWaitCount() == 3)
        let segment = try #require(try shelf.journal.segment)
        #expect(segment.synced == segment.bytes)

        shelf.settle()
        // It goes on in the next one.
        shelf.post(1)
        _ = shelf.disk.takeWaitCount()
        shelf.post(3)
        #expect(shelf.disk.takeWaitCount() == 0)
    }

    @Test func `does not end when there is no descriptor just then`() throws {
        var shelf = try Shelf()
        while try !shelf.isOverfull { shelf.post(1) }
        shelf.settle()
        let number = try shelf.journal.segment?.name.number
        shelf.disk.set(.lacksDescriptors)
        shelf.post(5)
        #expect(shelf.store.failure == nil)
        #expect(try shelf.journal.segment?.name.number == number)

        shelf.disk.set([])
        shelf.post(1)
        #expect(try shelf.journal.segment?.name.number == number.map { $0 + 1 })
    }

    @Test func `has nothing open any more by a thread that has waited for it`() throws {
        var shelf = try Shelf()
        shelf.post(200)
        let deadline = try #require(shelf.store.deadline)
        shelf.store.sync(at: deadline)
        guard case .wait(let wait)? = shelf.store.takeDirectives().first, case .synced(let done) = NodeFact.run(wait)
        else {
            Issue.record("the disk is not waited for")
            return
        }
        #expect(wait.steps.count == SegmentArchive.mostOpen + 1)
        #expect(done.steps.count == wait.steps.count && done.steps.allSatisfy { $0.file == nil })
    }
}
