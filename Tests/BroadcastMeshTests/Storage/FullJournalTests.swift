import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A node that is full, started again", .computing) struct FullJournalTests {
    /// A node that keeps eight messages of a channel and 110,000 bytes of all, and its directory.
    private struct Shelf {
        let disk = SimulatedDisk(seed: 1)
        var journal: Journal
        var gossip = Shelf.node()
        private var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

        private static func node() -> GossipNode {
            var settings = GossipSettings()
            settings.retention.messages = 8
            settings.retention.bytes = 110_000
            return GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        }

        init() throws {
            journal = try Journal(JournalPlace(on: disk, segmentLimit: 100_000))
            _ = try journal.restore(into: &gossip, at: now)
        }

        mutating func post(_ count: Int, of bytes: Int, in name: String) throws {
            for _ in 0..<count {
                now.monotonic += 1_000_000
                now.wall += 1000
                let channel = gossip.openChannel(.relay, named: Array(name.utf8))
                _ = gossip.post(in: channel, at: now) { _ in [UInt8](repeating: 7, count: bytes) }
                gossip.closeChannel(channel)
                try journal.write(from: &gossip, at: now)
                var grown: [Int] = []
                gossip.takeGrownChannels(into: &grown)
                repeat { gossip.enforceRetention(at: now) } while gossip.hasRetentionWork
                try journal.write(from: &gossip, at: now)
            }
        }

        mutating func startAgain() throws {
            disk.endProcess()
            gossip = Self.node()
            journal = try Journal(journal.place)
            _ = try journal.restore(into: &gossip, at: now)
        }

        /// How many messages are held of which channels.
        var held: [String: Int] {
            var held: [String: Int] = [:]
            for number in gossip.channels.indices {
                guard let count = gossip.channels[number]?.messageCount, count > 0 else { continue }
                held[String(decoding: gossip.channels.name(of: number), as: UTF8.self)] = count
            }
            return held
        }
    }

    /// What a busy channel let go stands in the journal beside what a quiet one holds; what took its place and was let go
    /// too does not stand there any more.
    @Test func `holds what it held, though its journal has let-go messages and not those that took their place`()
        throws
    {
        var shelf = try Shelf()
        for number in 0..<8 {
            if number < 6 { try shelf.post(1, of: 6000, in: "busy") }
            try shelf.post(1, of: 8000, in: "quiet")
        }
        // A segment of nothing but what took the place of those, and then was let go too.
        let number = shelf.journal.segment?.name.number
        while shelf.journal.segment?.name.number == number { try shelf.post(1, of: 1000, in: "busy") }
        try shelf.post(8, of: 3500, in: "other")
        try shelf.post(8, of: 10, in: "busy")
        try shelf.journal.foldAll(with: shelf.gossip)
        let held = shelf.held
        #expect(held == ["quiet": 8, "busy": 8, "other": 8])
        #expect(shelf.journal.archive.segments.first?.isFolded == false)
        #expect(shelf.journal.archive.segments.contains { $0.isFolded })

        try shelf.startAgain()

        #expect(shelf.held == held)
    }
}
