import BroadcastMesh
import Gossip
import Reactor

/// A copy of a data directory, and what becomes of it in other hands: whatever somebody does to its files, and wherever a
/// start or a rewriting ends, it gives back what is in it, or says which file is in the way.
struct DirectoryTrial {
    /// What a channel holds.
    struct Held: Equatable {
        var kind: ChannelKind
        var name: [UInt8]
        var count: Int
        var transcript: UInt64
    }

    /// Somebody who has taken a directory.
    struct Reader {
        let directory: DataDirectory
        var gossip: GossipNode

        /// What was of no use, in bytes, and how many segments are missing.
        var torn = 0
        var missing = 0

        /// Posts frames on a channel of its own, and writes all that is not written yet.
        mutating func post(_ frames: [[UInt8]], at now: Moment) throws(StorageError) {
            let room = gossip.openChannel(.relay, named: [])
            for frame in frames { _ = gossip.post(in: room, at: now) { _ in frame } }
            try directory.write(from: &gossip, at: now)
        }

        /// Rewrites what is worth it.
        ///
        /// - Returns: Whether anything was.
        func fold() throws(StorageError) -> Bool {
            guard try directory.fold(with: gossip) else { return false }
            while try directory.fold(with: gossip) {}
            return true
        }

        /// What it was given back.
        var held: [Held] {
            gossip.channels.indices.compactMap { number in
                guard let figures = gossip.channels.figures(of: number), figures.messageCount > 0 else { return nil }
                return Held(
                    kind: figures.kind,
                    name: gossip.channels.name(of: number),
                    count: figures.messageCount,
                    transcript: figures.transcript
                )
            }
            .sorted { $0.kind == $1.kind ? $0.name.lexicographicallyPrecedes($1.name) : $0.kind == .chat }
        }
    }

    /// Whose directory it is.
    let node: String

    /// What decides what happens to it.
    var dice: Dice

    /// The directory, with some segments more, and what is in it.
    let disk: SimulatedDisk
    let held: [Held]

    /// What is wrong, and all that was told.
    var findings: [String] = []
    var notes: [String] = []

    private let world: SimulatedWorld

    /// How many runs of a reader there are in it: enough small segments for some to be rewritten as one.
    private static let runs = 5

    /// When the first reader began, in milliseconds since 1970: after everybody else.
    private static let epoch: UInt64 = 1_900_000_000_000

    /// How long segments of a reader get, in bytes.
    static let segmentLimit = 1 << 20

    /// Copies a directory, and adds to it.
    ///
    /// - Throws: When it cannot be read as it is.
    init(of node: String, on disk: SimulatedDisk, in internet: SimulatedInternet, seed: UInt64) throws(StorageError) {
        self.node = node
        dice = Dice(seed: seed, stream: 0x3421E)
        self.disk = disk.copied(seed: seed)
        world = SimulatedWorld(of: internet, disk: self.disk, seed: seed)
        for run in 0..<Self.runs {
            var reader = try Self.reader(of: self.disk, node, run: UInt64(run), in: world)
            try reader.post([Array("run \(run)".utf8)], at: Self.now(in: world))
            self.disk.endProcess()
        }
        held = try Self.reader(of: self.disk.copied(seed: seed), node, run: UInt64(Self.runs), in: world).held
    }

    private static func now(in world: SimulatedWorld) -> Moment {
        Moment(monotonic: world.monotonic(), wall: world.wall())
    }

    /// The time.
    var now: Moment { Self.now(in: world) }

    /// Has somebody take a directory.
    func reader(of disk: SimulatedDisk, segmentLimit: Int = Self.segmentLimit) throws(StorageError) -> Reader {
        try Self.reader(of: disk, node, run: UInt64(Self.runs), segmentLimit: segmentLimit, in: world)
    }

    private static func reader(
        of disk: SimulatedDisk,
        _ node: String,
        run: UInt64,
        segmentLimit: Int = Self.segmentLimit,
        in world: SimulatedWorld
    ) throws(StorageError) -> Reader {
        var gossip = GossipNode(name: node, epoch: epoch + run, bootNonce: 1 + run, settings: GossipSettings())
        let directory = try DataDirectory(on: disk, of: node, segmentLimit: segmentLimit, in: world)
        let (torn, missing) = try directory.restore(into: &gossip, at: now(in: world))
        return Reader(directory: directory, gossip: gossip, torn: torn, missing: missing)
    }

    /// A copy of the directory, for something to happen to it.
    mutating func copy() -> SimulatedDisk { disk.copied(seed: dice.next()) }

    /// Everything is given back.
    mutating func expectAll(of disk: SimulatedDisk, after what: String) {
        do throws(StorageError) {
            let found = try self.reader(of: disk).held
            if found != held { findings.append("\(found.count) of \(held.count) channels as they were \(what)") }
        } catch {
            findings.append("\(error) \(what)")
        }
    }

    /// Nothing is given back that was not there, or a file is named.
    mutating func expectPart(of disk: SimulatedDisk, after what: String) -> Reader? {
        do throws(StorageError) {
            let reader = try self.reader(of: disk)
            let isPart = reader.held.allSatisfy { part in
                held.contains { $0.kind == part.kind && $0.name == part.name && $0.count >= part.count }
            }
            if !isPart { findings.append("more than there was \(what)") }
            return reader
        } catch {
            notes.append("\(error)")
            if !"\(error)".contains("disk") { findings.append("\(error), which names no file, \(what)") }
            return nil
        }
    }

    /// A file is named, and nothing is changed.
    mutating func expectRefusal(of name: String, on disk: SimulatedDisk, after what: String) {
        let before = disk.files
        do throws(StorageError) {
            _ = try self.reader(of: disk)
            findings.append("nothing wrong \(what)")
        } catch {
            notes.append("\(error)")
            let isSame = before.elementsEqual(disk.files) { $0.name == $1.name && $0.bytes == $1.bytes }
            guard !"\(error)".contains(name) || !isSame else { return }
            findings.append("\(error)\(isSame ? "" : ", and changes,") \(what)")
        }
    }
}
