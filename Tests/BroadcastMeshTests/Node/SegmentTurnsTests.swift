import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A turn in which a segment is complete", .computing, .timeLimit(.minutes(10))) struct SegmentTurnsTests {
    @Test func `pays for each time that it waits for the disk`() throws {
        let disk = SimulatedDisk(seed: 1)
        var mesh = try VirtualMesh(
            ["alpha"],
            saying: #""limits": { "message_bytes": 131072 }, "retention": { "bytes": 1048576 },"#,
            storage: StorageSettings(directory: "disk", fsync: .always),
            disk: disk
        )
        let isUp = mesh.run { $0.nodes[0].lifecycle.phase == .serving }
        #expect(isUp)
        _ = disk.takeWaitCount()

        var waits: [Int] = []
        for _ in 0..<8 {
            mesh.post([UInt8](repeating: 7, count: 60_000), on: "tea", of: 0)
            let spent = mesh.step()
            waits.append(disk.takeWaitCount())
            #expect(spent >= waits[waits.count - 1] * TurnBudget.wait)
        }
        // What came; and now and then the next segment, and its name.
        #expect(waits.contains(3) && waits.contains(1))
    }

    @Test func `pays for what the next one begins with`() throws {
        let disk = SimulatedDisk(seed: 1)
        let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
        var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        let journal = try Journal(JournalPlace(on: disk, segmentLimit: 1000))
        _ = try journal.restore(into: &gossip, at: now)
        let channel = gossip.openChannel(.relay, named: [])
        var checkpoints = try #require(journal.segment).begun
        for _ in 0..<60 {
            let number = journal.segment?.name.number
            _ = gossip.post(in: channel, at: now) { _ in [UInt8](repeating: 7, count: 100) }
            try journal.write(from: &gossip, at: now)
            if let segment = journal.segment, segment.name.number != number { checkpoints += segment.begun }
            #expect(journal.figures.checkpointBytes == checkpoints)
        }
        #expect(journal.archive.segments.count > 3)
    }
}
