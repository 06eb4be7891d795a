import Bytes
import Gossip
import MeshSimulator
import Reactor

@testable import BroadcastMesh

/// The runs of one node over a simulated disk, on which its process ends and the power fails, and what it promised.
///
/// It posts the numbers 0, 1, 2, …, and a run that begins must have them as far as they were promised.
struct JournaledRuns {
    /// How many messages a node keeps.
    static let retention = 30

    /// How a run came to its end.
    enum End: CaseIterable {
        /// The process alone: everything that it wrote is there.
        case process

        /// The power failed: what was waited for is there.
        case power
    }

    /// What was found that may not be.
    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    let disk: SimulatedDisk
    private var dice: SplitMix
    private var now = Moment(monotonic: 0, wall: 1_700_000_000_000_000)

    private(set) var gossip: GossipNode
    private(set) var journal: Journal?
    private var channel = 0
    private var wait: DiskWait?
    private var waitCovers = 0
    private var fold: SegmentFold?

    /// What was posted, in its order, as far as it is known to have come to the disk.
    private(set) var history: [Int] = []
    private var next = 0

    /// How many of it every process must find, and how many of it survive a power failure.
    private(set) var writtenCount = 0
    private(set) var durableCount = 0

    /// The worst that happened since the last start.
    private var end = End.process

    /// How many starts there were, and how many of them cut something off.
    private(set) var startCount = 0
    private(set) var tornCount = 0

    /// How many times segments were rewritten.
    private(set) var foldCount = 0

    init(seed: UInt64) {
        disk = SimulatedDisk(seed: seed)
        dice = SplitMix(state: seed)
        gossip = Self.node(epoch: 1)
    }

    private static func node(epoch: UInt64) -> GossipNode {
        var settings = GossipSettings()
        settings.retention.messages = retention
        return GossipNode(name: "alpha", epoch: epoch, bootNonce: 1, settings: settings)
    }

    /// Starts a node, with any policy; what it has must be what was promised.
    mutating func start(_ policy: FsyncPolicy? = nil) throws {
        let place = JournalPlace(
            disk: disk,
            node: "alpha",
            fsync: policy ?? FsyncPolicy.allCases[dice.below(3)],
            segmentLimit: 600 + dice.below(3000),
            world: LinuxWorld()
        )
        gossip = Self.node(epoch: 1)
        let journal = try Journal(place)
        // Whoever is stopped while it starts has promised nothing, and must have lost nothing.
        let findings = try journal.restore(into: &gossip, at: now)
        self.journal = journal
        channel = gossip.openChannel(.relay, named: [])
        startCount += 1
        if !findings.torn.isEmpty { tornCount += 1 }
        guard findings.missing.isEmpty else {
            throw Broken(description: "\(findings.missing) are missing, though nobody took them")
        }
        try judge()
    }

    /// Compares what is held with what was promised.
    private mutating func judge() throws {
        let held = heldNumbers()
        let promised = end == .process ? writtenCount : durableCount
        guard let last = held.last, let index = history.lastIndex(of: last) else {
            guard promised == 0 else { throw Broken(description: "nothing is left of \(promised) messages") }
            history = []
            (writtenCount, durableCount, end) = (0, 0, .process)
            return
        }
        guard index + 1 >= promised else {
            throw Broken(description: "\(index + 1) messages are left of \(promised) after the end of the \(end)")
        }
        let first = index + 1 - held.count
        guard first >= 0, Array(history[first...index]) == held else {
            throw Broken(description: "\(held) are held of \(history.suffix(40))")
        }
        guard first <= max(0, history.count - Self.retention) else {
            throw Broken(description: "\(held) are held, and older ones are not")
        }
        history.removeLast(history.count - index - 1)
        // What a start has found is on the disk, whatever the policy.
        (writtenCount, durableCount, end) = (history.count, history.count, .process)
    }

    /// The history of the channel, as a client reads it.
    private mutating func heldNumbers() -> [Int] {
        var bytes: [UInt8] = []
        var looks = Looks(atMost: .max)
        var reading = gossip.replay(history: 1000, in: channel, looks: &looks).reading
        let place = gossip.place(atEndOf: channel)
        while case .frames(let range) = gossip.advance(&reading, in: channel, upTo: place, looks: &looks) {
            gossip.channels[channel]?.frames.withBytes(from: range.lowerBound, to: range.upperBound) { part in
                for index in part.indices { bytes.append(part[index]) }
            }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    }

    /// Does something that a node does; throws when the disk does not.
    mutating func step() throws {
        now.monotonic += 30_000_000
        now.wall += 30_000
        switch dice.below(12) {
        case 0: try runSync()
        case 1: takeFold()
        case 2: try runFold()
        default: try post()
        }
        if journal?.schedule.deadline.map({ $0 <= now.monotonic }) == true, wait == nil {
            wait = journal?.takeSync()
            waitCovers = history.count
        }
    }

    private mutating func post() throws {
        for _ in 0...dice.below(4) {
            let text = Array("\(next)".utf8) + [UInt8](repeating: 0x20, count: 1 + dice.below(120))
            _ = gossip.post(in: channel, at: now) { _ in text }
            history.append(next)
            next += 1
        }
        gossip.enforceRetention(at: now)
        try journal?.write(from: &gossip, at: now)
        writtenCount = history.count
        if journal?.place.fsync == .always { durableCount = history.count }
    }

    private mutating func runSync() throws {
        while var wait = self.wait.take() {
            try wait.run()
            durableCount = max(durableCount, waitCovers)
            journal?.finishSync(wait, at: now.monotonic)
            takeFold()
            // Where nobody waits otherwise, they are many.
            if dice.below(5) == 0 { return }
        }
    }

    private mutating func takeFold() {
        guard fold == nil else { return }
        fold = journal?.takeFold(with: gossip)
        guard fold == nil, wait == nil, let next = journal?.takeFoldWait() else { return }
        wait = next
        waitCovers = durableCount
    }

    private mutating func runFold() throws {
        guard let fold = self.fold.take() else { return }
        do throws(StorageError) {
            journal?.finishFold(of: fold.names, .success(try fold.run()))
        } catch {
            journal?.finishFold(of: fold.names, .failure(error))
            if case .system(let failure) = error, failure.code == 2 { throw Broken(description: "\(failure)") }
            throw error
        }
        foldCount += 1
    }

    /// Stops the node as it stops by itself.
    mutating func stop() throws {
        while wait != nil { try runSync() }
        try journal?.finish()
        if journal?.place.fsync != FsyncPolicy.none { durableCount = history.count }
    }

    /// Where the records of every segment end, but for the last record, which nothing says was waited for.
    func vouchedBytes() throws -> [(name: String, count: Int)] {
        let names = try disk.names().filter { SegmentName($0) != nil }
        return try names.map { name in
            let bytes = try disk.open(name, .read).readAll()
            guard name == names.last else { return (name, bytes.count) }
            var reader = try SegmentReader(bytes.span, of: name)
            var starts = [reader.offset]
            while reader.next(in: bytes.span) != nil { starts.append(reader.offset) }
            return (name, starts[starts.count - 2])
        }
    }

    /// Ends the process, or fails the power.
    mutating func end(_ end: End) {
        switch end {
        case .process: disk.endProcess()
        case .power: disk.failPower()
        }
        if end == .power { self.end = .power }
        (journal, wait, fold) = (nil, nil, nil)
    }
}

/// Random numbers from a seed (Steele et al., 2014).
struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ word >> 31).multipliedFullWidth(by: UInt64(bound)).high)
    }
}
