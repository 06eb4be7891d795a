import Gossip
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A data directory from which somebody took a file", .computing) struct MissingSegmentTests {
    private let disk = SimulatedDisk(seed: 1)
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
    private static let retention = 40

    private func node() -> GossipNode {
        var settings = GossipSettings()
        settings.retention.messages = Self.retention
        return GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
    }

    /// Starts a node on the disk.
    private func start() throws -> (gossip: GossipNode, journal: Journal, missing: [ClosedRange<Int>]) {
        disk.endProcess()
        var gossip = node()
        let journal = try Journal(JournalPlace(on: disk, segmentLimit: 300))
        let findings = try journal.restore(into: &gossip, at: now)
        return (gossip, journal, findings.missing)
    }

    /// Runs a node that is posted so many messages; the directory has several segments then.
    private func run(posting count: Int, folding: Bool = false) throws {
        var (gossip, journal, _) = try start()
        let channel = gossip.openChannel(.relay, named: [])
        for number in 0..<count {
            _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, UInt8(number)] }
            gossip.enforceRetention(at: now)
            try journal.write(from: &gossip, at: now)
            if folding, number % 7 == 0 { try journal.foldAll(with: gossip) }
        }
    }

    private var segments: [String] { get throws { try disk.names().filter { $0.hasSuffix(".segment") } } }

    /// How many messages a node has of what was posted, and how many of it count as lost to who had the first one.
    private func told(_ gossip: inout GossipNode) throws -> (held: Int, lost: UInt64) {
        let channel = gossip.openChannel(.relay, named: [])
        let position = try #require(Position("alpha@1/1"))
        var looks = Looks()
        let lost = gossip.replay(after: position, in: channel, looks: &looks).lost
        return (gossip.channels.figures(of: channel)?.messageCount ?? 0, lost)
    }

    @Test(arguments: [0, 1, 2])
    func `counts what that had as lost, and says which it is`(index: Int) throws {
        try run(posting: 30)
        var whole = try start().gossip
        #expect(try told(&whole) == (30, 0))
        let name = try segments[index]
        try disk.remove(name)

        for _ in 0..<2 {
            var (gossip, _, missing) = try start()
            let (held, lost) = try told(&gossip)
            #expect(missing == [(index + 1)...(index + 1)])
            #expect(held < 30 && held > 0)
            #expect(held + Int(lost) >= 29, "\(held) are held and \(lost) are lost")
        }
    }

    @Test func `counts it still when its neighbours are rewritten`() throws {
        try run(posting: 60)
        try disk.remove(try segments[try segments.count - 3])
        var (gossip, journal, _) = try start()
        let before = try told(&gossip)
        let count = try segments.count
        try journal.foldAll(with: gossip)
        #expect(try segments.count < count)

        var again = try start().gossip
        let after = try told(&again)
        #expect(after.held == before.held)
        #expect(after.lost >= before.lost)
    }

    /// Of the first run nothing is behind what is missing: only a checkpoint says how far it went.
    @Test func `counts the end of an earlier run still when the hole is gone between those around it`() throws {
        try run(posting: 20)
        let count = try segments.count
        try run(posting: 60)
        for name in try segments[(count - 2)..<count] { try disk.remove(name) }
        var (gossip, journal, missing) = try start()
        #expect(missing == [(count - 1)...count])
        let before = try told(&gossip)
        #expect(before.lost >= 39)
        try journal.foldAll(with: gossip)

        var (again, _, left) = try start()
        #expect(left.isEmpty)
        #expect(try told(&again) == before)
    }

    @Test func `says once which was the first, and has it again when it is put back after that`() throws {
        try run(posting: 60)
        let name = try segments[0]
        let bytes = try disk.open(name, .read).readAll()
        try disk.remove(name)
        var (gossip, journal, missing) = try start()
        #expect(missing == [1...1])
        let before = try told(&gossip)
        #expect(before.held == Self.retention && before.lost > 0)
        try journal.foldAll(with: gossip)

        var (again, _, left) = try start()
        #expect(left.isEmpty)
        #expect(try told(&again) == before)

        let file = try disk.open(name, .replace)
        try file.write(bytes.span)
        try file.sync()
        var (whole, _, none) = try start()
        #expect(none.isEmpty)
        #expect(try told(&whole).held == Self.retention)
    }

    /// One that was rewritten by an earlier release has nothing written out, and does not say how far each origin was.
    @Test func `is missed as long as a file behind it leaves it to its reader to count what is lost`() {
        var archive = SegmentArchive()
        for number in 2...4 {
            archive.append(
                ClosedSegment(
                    name: SegmentName(number, isSettled: true),
                    last: number,
                    bytes: 100,
                    extent: JournalExtent(),
                    isFolded: number == 2,
                    followsHole: number == 2,
                    isBehindHole: number < 4
                )
            )
        }
        #expect(!archive.endsHole(0..<1))
        #expect(archive.endsHole(0..<2))
        #expect(!archive.endsHole(1..<2))
    }

    @Test func `has it again when it is put back`() throws {
        try run(posting: 30)
        let name = try segments[1]
        let bytes = try disk.open(name, .read).readAll()
        try disk.remove(name)
        #expect(try start().missing.count == 1)
        let file = try disk.open(name, .replace)
        try file.write(bytes.span)
        try file.sync()

        var (gossip, _, missing) = try start()
        #expect(missing.isEmpty)
        #expect(try told(&gossip) == (30, 0))
    }

    @Test(arguments: [false, true])
    func `has it again also when its neighbours were rewritten meanwhile, while older messages are held`(
        isFolded: Bool
    ) throws {
        try run(posting: 60)
        let names = try segments
        let name = names[names.count - 3]
        let bytes = try disk.open(name, .read).readAll()
        try disk.remove(name)
        let (gossip, journal, _) = try start()
        if isFolded { try journal.foldAll(with: gossip) }
        #expect(try start().missing.count == 1)
        let file = try disk.open(name, .replace)
        try file.write(bytes.span)
        try file.sync()

        var (again, _, missing) = try start()
        #expect(missing.isEmpty)
        #expect(try told(&again).held == Self.retention)
    }

    @Test(arguments: [false, true])
    func `keeps what was not waited for behind it, under a name that says so`(isBehindNewer: Bool) throws {
        let place = JournalPlace(
            disk: disk,
            node: "alpha",
            fsync: .none,
            segmentLimit: 300,
            world: ManualWorld(disk)
        )
        var gossip = node()
        let journal = try Journal(place)
        _ = try journal.restore(into: &gossip, at: now)
        let channel = gossip.openChannel(.relay, named: [])
        for number in 0..<20 {
            _ = gossip.post(in: channel, at: now) { _ in [0x82, 1, UInt8(number)] }
            try journal.write(from: &gossip, at: now)
        }
        let begun = try disk.names().filter { $0.hasSuffix(".begun") }
        #expect(begun.count > 2)
        let first = try disk.open("00000001.segment", .read).readAll()
        try disk.remove("00000001.segment")
        let contents = try begun.map { try disk.open($0, .read).readAll() }

        var (without, failing, _) = try start()
        #expect(try told(&without).held == 0)
        let kept = begun.map { $0 + ".aside" }
        #expect(try kept.map { try disk.open($0, .read).readAll() } == contents)

        // What a start that failed leaves to the next one is its own number, and none of theirs.
        let number = try #require(failing.segment?.name.number)
        failing.abandon()
        #expect(try segments.isEmpty)
        #expect(try start().journal.segment?.name.number == number)

        // With the old names all of it is there again.
        disk.endProcess()
        if !isBehindNewer { for name in try segments { try disk.remove(name) } }
        try disk.open("00000001.segment", .replace).write(first.span)
        for (name, aside) in zip(begun, kept) { try disk.rename(aside, to: name) }
        var (again, _, _) = try start()
        #expect(try told(&again).held == 20)
        #expect(try disk.names().allSatisfy { !$0.hasSuffix(".begun") }, "the disk was not waited for")
    }

    @Test func `is told from one whose files were rewritten by the node`() throws {
        for _ in 0..<3 { try run(posting: 60, folding: true) }
        #expect(try segments.count < 12)
        #expect(try start().missing.isEmpty)

        // The one that has several others' contents is one file, and all of these are missing with it.
        try disk.remove(try segments[0])
        let missing = try start().missing
        #expect(missing.count == 1 && missing[0].lowerBound == 1 && missing[0].count > 1)
    }
}
