import Foundation
import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

/// What the last program that spoke version 1 of the protocol wrote: of two runs of alpha, which had bravo for a neighbour.
@Suite("A data directory of the release before", .computing) struct ReleaseBeforeTests {
    private let now = Moment(monotonic: 0, wall: 1_795_774_040_000_000)

    /// A disk on which its files are.
    private func disk() throws -> SimulatedDisk {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ReleaseBefore")
        let disk = SimulatedDisk(seed: 1)
        for name in ["00000001.segment", "00000002.segment"] {
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            #expect(bytes[8] == 5, "it is of the format of then")
            let file = try disk.open(name, .replace)
            try file.write(bytes.span)
            try file.sync()
        }
        return disk
    }

    private func start(
        on disk: SimulatedDisk,
        keeping messages: Int = 10_000
    ) throws -> (gossip: GossipNode, directory: DataDirectory) {
        var settings = GossipSettings()
        settings.frameRule = .webSocket
        settings.retention.messages = messages
        var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        let directory = try DataDirectory(on: disk, of: "alpha", segmentLimit: 600, in: LinuxWorld())
        _ = try directory.restore(into: &gossip, at: now)
        return (gossip, directory)
    }

    /// How many messages a channel has.
    private func count(_ kind: ChannelKind, _ name: String, in gossip: inout GossipNode) -> Int? {
        let number = gossip.openChannel(kind, named: Array(name.utf8))
        return gossip.channels.figures(of: number)?.messageCount
    }

    @Test func `is read, and what is written behind it too`() throws {
        let disk = try disk()
        for round in 0..<3 {
            var (gossip, directory) = try start(on: disk)
            #expect(count(.relay, "tea", in: &gossip) == 6 + round)
            #expect(count(.chat, "chat", in: &gossip) == 2)
            #expect(gossip.epoch > 1_795_774_029_513_068)
            let tea = gossip.openChannel(.relay, named: Array("tea".utf8))
            _ = gossip.post(in: tea, at: now) { _ in [0x82, 1, UInt8(round)] }
            try directory.write(from: &gossip, at: now)
            disk.endProcess()
        }
    }

    @Test func `is rewritten in the format of today`() throws {
        let disk = try disk()
        var (gossip, directory) = try start(on: disk, keeping: 3)
        let tea = gossip.openChannel(.relay, named: Array("tea".utf8))
        for number in 0..<60 {
            _ = gossip.post(in: tea, at: now) { _ in [0x82, 1, UInt8(number)] }
            gossip.enforceRetention(at: now)
            try directory.write(from: &gossip, at: now)
        }
        var folds = 0
        while try directory.fold(with: gossip) { folds += 1 }
        #expect(folds > 0)
        disk.endProcess()

        #expect(try disk.open("00000001.segment", .read).readAll()[8] == SegmentHeader.version)
        var (again, _) = try start(on: disk, keeping: 3)
        #expect(count(.relay, "tea", in: &again) == 3)
        #expect(count(.chat, "chat", in: &again) == 2)
    }
}
