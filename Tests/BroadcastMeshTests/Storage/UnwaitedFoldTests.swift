import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("Segments that are rewritten where nobody waits for the disk", .computing) struct UnwaitedFoldTests {
    /// A node that keeps ten messages in small segments, and what its threads do.
    private struct Shelf {
        let disk = SimulatedDisk(seed: 1)
        var store: Store
        private var gossip: GossipNode
        private var channel = 0
        private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

        /// What goes wrong with threads.
        var hasThreads = true
        var hasRoomForFolds = true

        private(set) var foldCount = 0
        private(set) var failures: [StorageError] = []

        init() throws {
            var settings = GossipSettings()
            settings.retention.messages = 10
            gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
            store = Store(disk, fsync: .none, in: ManualWorld(disk))
            _ = try store.open(for: "alpha", segmentLimit: 400, into: &gossip, at: now)
            channel = gossip.openChannel(.relay, named: [])
        }

        /// Posts until so many more segments are complete, and does nothing else.
        mutating func fill(_ count: Int) {
            let end = segments.count + count
            while segments.count < end {
                _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, 7] }
                gossip.enforceRetention(at: now)
                _ = store.commit(&gossip, at: now)
            }
        }

        var segments: [ClosedSegment] { store.journal?.archive.segments ?? [] }

        /// Does what is to be done on threads, and what follows from that.
        mutating func carryOut() {
            while case let directives = store.takeDirectives(), !directives.isEmpty {
                for directive in directives { tell(fact(of: directive)) }
            }
        }

        private func fact(of directive: Store.Directive) -> NodeFact? {
            switch directive {
            case .wait(let wait):
                guard hasThreads else { return .diskFailed(.system(SystemError(call: "pthread_create", code: 11))) }
                return NodeFact.run(wait)
            case .fold(let fold):
                if !hasRoomForFolds { disk.set(.isFull) }
                defer { disk.set([]) }
                return NodeFact.run(fold)
            case .stop: return nil
            }
        }

        private mutating func tell(_ fact: NodeFact?) {
            switch fact {
            case .synced(let done): store.finishSync(done, with: gossip, at: 0)
            case .diskFailed(let error):
                failures.append(error)
                store.failSync(error, with: gossip)
            case .folded(let names, let result):
                if case .failure(let error) = result { failures.append(error) } else { foldCount += 1 }
                store.finishFold(of: names, result, with: gossip)
            default: break
            }
        }

        /// Fills segments, and rewrites old ones as they become complete.
        mutating func run(_ count: Int) {
            for _ in 0..<count {
                fill(1)
                carryOut()
            }
        }
    }

    @Test func `go on being rewritten after the disk had no room for that`() throws {
        var shelf = try Shelf()
        shelf.hasRoomForFolds = false
        shelf.fill(6)
        shelf.carryOut()
        #expect(shelf.failures.count == 1)
        #expect(shelf.foldCount == 0)
        #expect(try shelf.disk.names().allSatisfy { !$0.hasPrefix("unfinished") }, "the room is not given back")

        shelf.hasRoomForFolds = true
        shelf.run(20)
        #expect(shelf.failures.count == 1)
        #expect(shelf.foldCount > 3)
        #expect(shelf.segments.allSatisfy { !$0.isStuck })
        #expect(shelf.segments.count < 12)
    }

    @Test func `go on being rewritten when there was no thread to wait for the disk`() throws {
        var shelf = try Shelf()
        shelf.hasThreads = false
        shelf.fill(6)
        shelf.carryOut()
        #expect(shelf.failures.count == 1)
        #expect(shelf.store.failure == nil)

        shelf.hasThreads = true
        shelf.run(20)
        #expect(shelf.foldCount > 3)
    }

    @Test func `are those that are there, when somebody has removed one that the disk was not waited for`() throws {
        var shelf = try Shelf()
        shelf.fill(7)
        try shelf.disk.remove("00000002.begun")
        shelf.carryOut()
        #expect(shelf.store.failure == nil)
        #expect(shelf.failures.count == 1)

        shelf.run(20)
        #expect(shelf.foldCount > 3)
        #expect(shelf.segments.filter(\.isStuck).map(\.name.number) == [2])
    }

    @Test func `are the end of a node whose disk did not take what it was waited for`() throws {
        var shelf = try Shelf()
        shelf.fill(6)
        shelf.disk.failSync(afterSyncs: 0)
        shelf.carryOut()
        #expect(shelf.store.failure != nil)
        #expect(shelf.foldCount == 0)
    }
}
