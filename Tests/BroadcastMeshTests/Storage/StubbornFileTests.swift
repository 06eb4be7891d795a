import Gossip
import MeshSimulator
import Reactor
import Synchronization
import Testing

@testable import BroadcastMesh

@Suite("A file that cannot be removed", .computing) struct StubbornFileTests {
    /// A disk that does not let go of one name.
    private final class Clinging: Storage {
        let disk = SimulatedDisk(seed: 1)
        let kept = Mutex<String?>(nil)

        var path: String { disk.path }
        func path(of name: String) -> String { disk.path(of: name) }
        func create() throws(SystemError) { try disk.create() }
        func names() throws(SystemError) -> [String] { try disk.names() }
        func rename(_ name: String, to other: String) throws(SystemError) { try disk.rename(name, to: other) }
        func sync() throws(SystemError) { try disk.sync() }

        func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile {
            try disk.open(name, mode)
        }

        func remove(_ name: String) throws(SystemError) {
            guard name != kept.withLock({ $0 }) else {
                throw SystemError(call: "unlink", subject: path(of: name), code: 1)
            }
            try disk.remove(name)
        }
    }

    private let disk = Clinging()
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    private func start(segmentLimit: Int) throws -> (GossipNode, Journal) {
        disk.disk.endProcess()
        var settings = GossipSettings()
        settings.retention.messages = 10
        var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        let place = JournalPlace(
            disk: disk,
            node: "alpha",
            fsync: .always,
            segmentLimit: segmentLimit,
            world: ManualWorld(disk)
        )
        let journal = try Journal(place)
        _ = try journal.restore(into: &gossip, at: now)
        return (gossip, journal)
    }

    /// Posts messages, of which every sixth goes to a channel that never has more than is kept.
    private func post(
        _ count: Int,
        to gossip: inout GossipNode,
        _ journal: Journal,
        then body: (GossipNode) throws -> Void = { _ in }
    ) throws {
        let busy = gossip.openChannel(.relay, named: [])
        let quiet = gossip.openChannel(.relay, named: [1])
        for number in 0..<count {
            _ = gossip.post(in: number % 6 == 0 ? quiet : busy, at: now) { _ in [0x82, 1, UInt8(number)] }
            gossip.enforceRetention(at: now)
            try journal.write(from: &gossip, at: now)
            try body(gossip)
        }
    }

    private func held(_ gossip: GossipNode) -> Int { gossip.channels.reduce(0) { $0 + ($1?.messageCount ?? 0) } }

    /// Until the next start they are no more what the node takes them for.
    @Test func `keeps those that were rewritten with it as they are, and nothing is lost`() throws {
        var (gossip, journal) = try start(segmentLimit: 400)
        try post(60, to: &gossip, journal)
        (gossip, journal) = try start(segmentLimit: 4000)
        var names: [SegmentName] = []
        while names.count < 3, let fold = journal.takeFold(with: gossip) {
            guard fold.names.count > 2, fold.unread.count < fold.names.count else {
                journal.finishFold(of: fold.names, .success(try fold.run()))
                continue
            }
            names = fold.names
            disk.kept.withLock { $0 = names[2].text }
            let error = #expect(throws: StorageError.self) { try fold.run() }
            journal.finishFold(of: names, .failure(try #require(error)))
        }
        let left = Set(try disk.names())
        #expect(names.count > 2 && names.prefix(3).map { left.contains($0.text) } == [true, false, true])

        var others = 0
        try post(100, to: &gossip, journal) { [journal] gossip in
            guard let fold = journal.takeFold(with: gossip) else { return }
            #expect(!fold.names.contains { names.contains($0) })
            let rewritten = fold.names
            journal.finishFold(of: rewritten, .success(try fold.run()))
            others += 1
        }
        #expect(others > 0)
        disk.kept.withLock { $0 = nil }
        let (again, next) = try start(segmentLimit: 4000)
        #expect(held(again) == held(gossip))
        try next.foldAll(with: again)
        #expect(held(try start(segmentLimit: 4000).0) == held(gossip))
    }
}
