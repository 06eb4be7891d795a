import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A journal of a process that has too many files open", .computing) struct LackingDescriptorsTests {
    private let disk = SimulatedDisk(seed: 1)
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
    private static let segmentLimit = 400

    private func start() throws -> (GossipNode, Journal) {
        var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let journal = try Journal(JournalPlace(on: disk, segmentLimit: Self.segmentLimit))
        _ = try journal.restore(into: &gossip, at: now)
        return (gossip, journal)
    }

    private func post(to gossip: inout GossipNode, _ journal: Journal) throws {
        let channel = gossip.openChannel(.relay, named: [])
        _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, 7] }
        try journal.write(from: &gossip, at: now)
    }

    @Test func `goes on in its segment until the next one can be opened`() throws {
        var (gossip, journal) = try start()
        disk.set(.lacksDescriptors)
        for _ in 0..<30 { try post(to: &gossip, journal) }
        #expect(journal.segment?.name.number == 1)
        #expect(journal.archive.segments.isEmpty)

        disk.set([])
        for _ in 0..<30 { try post(to: &gossip, journal) }
        #expect(journal.archive.segments.count > 1)
        #expect(journal.archive.segments.first.map { $0.bytes > 2 * Self.segmentLimit } == true)

        disk.endProcess()
        var (again, _) = try start()
        let channel = again.openChannel(.relay, named: [])
        #expect(again.channels.figures(of: channel)?.messageCount == 60)
    }

    @Test func `does not go on in it for ever`() throws {
        var (gossip, journal) = try start()
        disk.set(.lacksDescriptors)
        var error: StorageError?
        for _ in 0..<1000 where error == nil {
            do { try post(to: &gossip, journal) } catch let failure as StorageError { error = failure }
        }
        #expect(error?.isLackingDescriptors == true)
        #expect(journal.segment.map { (9...10).contains($0.bytes / Self.segmentLimit) } == true)
    }

    @Test func `does not start`() throws {
        disk.set(.lacksDescriptors)
        #expect(throws: StorageError.self) { try start() }
    }
}
