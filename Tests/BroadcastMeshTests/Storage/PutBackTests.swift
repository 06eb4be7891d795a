import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What the disk was not waited for, in front of what it was", .computing) struct PutBackTests {
    private let disk = SimulatedDisk(seed: 1)
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    /// Starts a node on the disk.
    private func start(
        _ fsync: FsyncPolicy = .always,
        epoch: UInt64 = 1
    ) throws -> (gossip: GossipNode, journal: Journal, findings: Journal.Findings) {
        disk.endProcess()
        var gossip = GossipNode(name: "alpha", epoch: epoch, bootNonce: 1, settings: GossipSettings())
        let place = JournalPlace(
            disk: disk,
            node: "alpha",
            fsync: fsync,
            segmentLimit: 300,
            world: ManualWorld(disk)
        )
        let journal = try Journal(place)
        let findings = try journal.restore(into: &gossip, at: now)
        return (gossip, journal, findings)
    }

    private func post(to gossip: inout GossipNode, _ journal: Journal) throws {
        let channel = gossip.openChannel(.relay, named: [])
        _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, 7] }
        try journal.write(from: &gossip, at: now)
    }

    private func heldCount(_ gossip: inout GossipNode) -> Int {
        let channel = gossip.openChannel(.relay, named: [])
        return gossip.channels.figures(of: channel)?.messageCount ?? 0
    }

    private func names(_ suffix: String) throws -> [String] { try disk.names().filter { $0.hasSuffix(suffix) } }

    /// Posts twenty messages or more to a node that never waits for the disk; the newest of its files has one or more of them.
    ///
    /// - Returns: How many.
    private func fill() throws -> Int {
        var (gossip, journal, _) = try start(.none)
        var count = 0
        repeat {
            try post(to: &gossip, journal)
            count += 1
        } while count < 20 || journal.segment?.bytes == journal.segment?.begun
        return count
    }

    /// A crash leaves the last one torn, and what a start without the first file says of them is to put all of them back.
    @Test(arguments: [false, true])
    func `is read up to where it is torn, and all that is behind`(isWaitedFor: Bool) throws {
        let count = try fill()
        let begun = try names(".begun")
        let last = try #require(begun.last)
        let file = try disk.open(last, .append)
        try file.truncate(to: try disk.open(last, .read).readAll().count - 1)
        let first = try disk.open("00000001.segment", .read).readAll()
        try disk.remove("00000001.segment")
        var (without, journal, _) = try start(isWaitedFor ? .always : .none, epoch: 1000)
        for _ in 0..<20 { try post(to: &without, journal) }
        #expect(heldCount(&without) == 20)
        #expect(try names(".begun").isEmpty == isWaitedFor)

        disk.endProcess()
        try disk.open("00000001.segment", .replace).write(first.span)
        for name in begun { try disk.rename(name + ".aside", to: name) }
        var (gossip, _, findings) = try start()
        #expect(heldCount(&gossip) == count - 1 + 20)
        #expect(findings.torn.map(\.file) == ["disk/" + last] && findings.torn.allSatisfy { $0.keptAs == nil })
        #expect(try names(".begun").isEmpty)

        var (again, _, none) = try start()
        #expect(heldCount(&again) == count - 1 + 20)
        #expect(none.torn.isEmpty && none.missing.isEmpty)
    }

    @Test func `is refused where what is behind it says that it was longer`() throws {
        _ = try fill()
        _ = try start()
        let last = try #require(try names(".segment").dropLast().last)
        let bytes = try disk.open(last, .read).readAll()
        try disk.remove(last)
        let begun = SegmentName(try #require(SegmentName(last)).number, isSettled: false).text
        try disk.open(begun, .replace).write(bytes.span.extracting(droppingLast: 1))

        let error = #expect(throws: StorageError.self) { try start() }
        guard case .damaged("disk/" + begun, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// The one that is gone was let go of by nobody, and what is behind it stays as well.
    @Test(arguments: [[], [1, 2, 3]] as [[UInt8]])
    func `costs nothing of what is behind when it is noise`(noise: [UInt8]) throws {
        _ = try fill()
        _ = try start()
        let names = try names(".segment")
        try disk.remove(names[1])
        try disk.open("00000002.begun", .replace).write(noise.span)

        var (gossip, _, findings) = try start()
        #expect(findings.missing == [2...2])
        #expect(heldCount(&gossip) > 10)
        #expect(Set(names).subtracting(try self.names(".segment")) == [names[1]])
    }
}
