import BroadcastMesh
import Bytes
import Gossip
import MeshSimulator
import Reactor

/// A node's disk, its directory while it runs, and what it promised.
struct Shelf {
    static let retention = 20

    let disk: SimulatedDisk
    let world: SeededWorld
    let segmentLimit: Int
    var now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
    var node = Shelf.newNode(1)
    var directory: DataDirectory?
    var room = 0
    var posted: [Int] = []

    /// How many segments the last start missed.
    var missedCount = 0

    init(_ trial: inout Trial) {
        disk = SimulatedDisk(seed: trial.seed)
        world = SeededWorld(seed: trial.seed)
        segmentLimit = 300 + trial.dice.below(2000)
    }

    /// What must be there when nothing was spoilt.
    var expected: [Int] { Array(posted.suffix(Self.retention)) }

    static func newNode(_ run: UInt64) -> GossipNode {
        var settings = GossipSettings()
        settings.retention.messages = retention
        return GossipNode(name: "alpha", epoch: Neighbourhood.epoch + run, bootNonce: 1, settings: settings)
    }

    /// Whether these are messages in the order in which they were posted, without a hole.
    func holds(_ held: [Int]) -> Bool {
        guard let first = held.first, let last = held.last else { return true }
        return first <= last && held == Array(first...last) && first <= max(0, posted.count - Self.retention)
    }

    mutating func fill(_ trial: inout Trial) throws(BrokenInvariant) {
        _ = try start()
        for _ in 0...trial.dice.below(12) {
            for _ in 0...trial.dice.below(4) {
                let text = Array("\(posted.count)".utf8) + [UInt8](repeating: 0x20, count: 1 + trial.dice.below(120))
                _ = node.post(in: room, at: now) { _ in text }
                posted.append(posted.count)
                now.wall += 1000
            }
            node.enforceRetention(at: now)
            do { try directory?.write(from: &node, at: now) } catch { throw BrokenInvariant("\(error)") }
            if trial.dice.below(4) == 0 { try fold() }
        }
        try close()
    }

    /// Starts a node, and says what it has; `nil` when it says which file keeps it from that.
    mutating func start() throws(BrokenInvariant) -> [Int]? {
        let before = try contents
        node = Self.newNode(2)
        do throws(StorageError) {
            let directory = try DataDirectory(on: disk, of: "alpha", segmentLimit: segmentLimit, in: world)
            missedCount = try directory.restore(into: &node, at: now).missingSegments
            self.directory = directory
        } catch {
            let names = before.map(\.name)
            guard names.contains(where: { "\(error)".contains($0) }) else {
                throw BrokenInvariant("an error names no file: \(error)")
            }
            directory = nil
            disk.endProcess()
            let after = try contents
            let isSame = before.elementsEqual(after) { $0.name == $1.name && $0.bytes == $1.bytes }
            guard isSame else { throw BrokenInvariant("a start that was refused changed the directory") }
            return nil
        }
        room = node.openChannel(.relay, named: [])
        return held
    }

    mutating func close() throws(BrokenInvariant) {
        directory = nil
        disk.endProcess()
    }

    mutating func fold() throws(BrokenInvariant) {
        var rounds = 0
        do throws(StorageError) {
            while let directory, try directory.fold(with: node) {
                rounds += 1
                guard rounds < 100 else { throw StorageError.inUse("a directory that is rewritten for ever") }
            }
        } catch {
            throw BrokenInvariant("what a node has read it cannot rewrite: \(error)")
        }
    }

    /// The messages of the room.
    private var held: [Int] { mutating get { Self.messages(in: room, of: &node) } }

    /// The messages of a room.
    static func messages(in room: Int, of node: inout GossipNode) -> [Int] {
        var bytes: [UInt8] = []
        var looks = Looks(atMost: .max)
        var reading = node.replay(history: 1000, in: room, looks: &looks).reading
        let end = node.place(atEndOf: room)
        while case .frames(let range) = node.advance(&reading, in: room, upTo: end, looks: &looks) {
            node.channels[room]?.frames.withBytes(from: range.lowerBound, to: range.upperBound) { part in
                for index in part.indices { bytes.append(part[index]) }
            }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    }

    var contents: [(name: String, bytes: [UInt8])] {
        get throws(BrokenInvariant) {
            do throws(SystemError) {
                var contents: [(name: String, bytes: [UInt8])] = []
                for name in try disk.names() where name != "lock" {
                    contents.append((name, try disk.open(name, .read).readAll()))
                }
                return contents
            } catch {
                throw BrokenInvariant("\(error)")
            }
        }
    }
}
