import Gossip
import MeshSimulator
import Testing

@testable import BroadcastMesh

@Suite("What a node keeps on its disk", .computing) struct StoreTests {
    private let now = Moment(monotonic: 0, wall: 1_700_000_000_000_000)
    private let disk = SimulatedDisk(seed: 1)
    private let client = ClientReference(slot: 7, generation: 1)

    private func gossip(epoch: UInt64 = 1) -> GossipNode {
        GossipNode(name: "alpha", epoch: epoch, bootNonce: 1, settings: GossipSettings())
    }

    /// Opens a directory, and posts a message that is not written.
    private func opened(_ store: inout Store, _ gossip: inout GossipNode) throws {
        _ = try store.open(for: "alpha", segmentLimit: 1 << 20, into: &gossip, at: now)
        post(to: &gossip)
    }

    private func post(to gossip: inout GossipNode) {
        let channel = gossip.openChannel(.relay, named: [])
        _ = gossip.post(in: channel, at: now) { _ in [1, 2, 3] }
    }

    @Test func `is nothing without a directory, and everything may be sent`() throws {
        var store = Store()
        var gossip = gossip()
        let findings = try store.open(for: "alpha", segmentLimit: 1 << 20, into: &gossip, at: now)
        #expect(findings == nil)
        post(to: &gossip)

        let isWritten = store.commit(&gossip, at: now)
        let answer = store.hold(client)
        store.sync(at: .max)
        #expect(isWritten != nil)
        #expect(answer == .free)
        #expect(!store.hasDirectives)
        #expect(store.report == nil)
        #expect(store.deadline == nil)
    }

    @Test func `is written before anything may be sent`() throws {
        var store = Store(disk, fsync: .none)
        var first = gossip()
        try opened(&store, &first)
        let isWritten = store.commit(&first, at: now)
        #expect(isWritten != nil)
        #expect(!first.hasJournalOutput)
        disk.endProcess()

        var again = Store(disk, fsync: .none)
        var second = gossip()
        _ = try again.open(for: "alpha", segmentLimit: 1 << 20, into: &second, at: now)
        #expect(second.channels.figures(of: 0)?.messageCount == 1)
    }

    @Test func `lets nothing go out before it is opened, nor once it is let go of`() throws {
        func expectNothing(of store: inout Store, _ gossip: inout GossipNode) {
            post(to: &gossip)
            let committed = store.commit(&gossip, at: now)
            let answer = store.hold(client)
            #expect(committed == nil)
            #expect(answer == .refused)
        }
        var (store, gossip) = (Store(disk, fsync: .none), gossip())
        expectNothing(of: &store, &gossip)

        gossip = self.gossip()
        try opened(&store, &gossip)
        store.close(&gossip, at: now)
        #expect(store.failure == nil)
        expectNothing(of: &store, &gossip)

        (store, gossip) = (Store(SimulatedDisk(seed: 2), fsync: .none), self.gossip(epoch: 2))
        try opened(&store, &gossip)
        store.abandon()
        expectNothing(of: &store, &gossip)
    }

    @Test func `is in nobody's hands any more when it cannot be opened`() throws {
        var full = SimulatedDisk(seed: 3)
        full.fill(leaving: 0)
        var (store, gossip) = (Store(full, fsync: .none), gossip())
        #expect(throws: StorageError.self) {
            try store.open(for: "alpha", segmentLimit: 1 << 20, into: &gossip, at: now)
        }

        let isClosed = isKnownUniquelyReferenced(&full)
        #expect(isClosed)
        let committed = store.commit(&gossip, at: now)
        #expect(committed == nil)
    }

    @Test func `is not more after starts that failed, and is rewritten by none of them`() throws {
        for epoch in UInt64(1)...6 {
            var (store, gossip) = (Store(disk, fsync: .none), gossip(epoch: epoch))
            try opened(&store, &gossip)
            store.close(&gossip, at: now)
            disk.endProcess()
        }
        let names = try disk.names()

        for _ in 0..<10 {
            var (store, gossip) = (Store(disk, fsync: .none), gossip())
            _ = try store.open(for: "alpha", segmentLimit: 1 << 20, into: &gossip, at: now)
            #expect(!store.hasDirectives)
            store.abandon()
            disk.endProcess()
            #expect(try disk.names() == names)
        }

        var (store, gossip) = (Store(disk, fsync: .none), gossip())
        try opened(&store, &gossip)
        #expect(gossip.channels.figures(of: 0)?.messageCount == 7)
        store.fold(with: gossip)
        guard case .fold? = store.takeDirectives().first else {
            Issue.record("nothing is rewritten")
            return
        }
        // What a thread leaves out of others, the newest has.
        store.abandon()
        #expect(try disk.names().count == names.count + 1)
    }

    @Test func `keeps clients waiting until they are asked for`() throws {
        var store = Store(disk, fsync: .none)
        var gossip = gossip()
        try opened(&store, &gossip)
        let answer = store.hold(client)
        #expect(answer == .held)
        #expect(store.heldCount == 1)
        let first = store.popHeld()
        #expect(first == client)
        #expect(store.heldCount == 0)
    }

    @Test func `stops the node once when it cannot be written, and lets nothing go out from then on`() throws {
        var store = Store(disk, fsync: .always)
        var gossip = gossip()
        try opened(&store, &gossip)
        _ = store.hold(client)
        disk.failSync(afterSyncs: 0)

        let isWritten = store.commit(&gossip, at: now)
        #expect(isWritten == nil)
        #expect(store.failure != nil)
        let directives = store.takeDirectives()
        guard case .stop(_, dropping: [client])? = directives.first, directives.count == 1 else {
            Issue.record("\(directives)")
            return
        }
        // It is tried no more, though the next wait might succeed.
        store.fail(.otherNode(file: "", name: ""))
        let mayFollow = store.commit(&gossip, at: now)
        #expect(mayFollow == nil)
        // Nobody is told of what comes from now on.
        let answer = store.hold(client)
        #expect(answer == .refused)
        #expect(store.heldCount == 0)
        #expect(!store.hasDirectives)
    }

    @Test func `has the disk waited for a while after it was written, once at a time`() throws {
        var store = Store(disk, fsync: .interval)
        var gossip = gossip()
        try opened(&store, &gossip)
        #expect(store.deadline == nil)
        _ = store.commit(&gossip, at: now)
        #expect(store.deadline == SyncSchedule.interval)

        store.sync(at: SyncSchedule.interval - 1)
        #expect(!store.hasDirectives)
        store.sync(at: SyncSchedule.interval)
        guard case .wait(var wait)? = store.takeDirectives().first else {
            Issue.record("nobody waits for the disk")
            return
        }
        #expect(store.isBusy)
        post(to: &gossip)
        _ = store.commit(&gossip, at: now)
        store.sync(at: .max)
        #expect(!store.hasDirectives)

        try wait.run()
        store.finishSync(wait, with: gossip, at: 1_000)
        #expect(!store.isBusy)
        #expect(store.deadline == 1_000 + SyncSchedule.interval)
    }
}
