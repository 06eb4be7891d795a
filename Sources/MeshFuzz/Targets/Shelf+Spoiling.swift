import BroadcastMesh
import Gossip
import MeshSimulator
import Reactor

/// What becomes of a directory between two runs.
extension Shelf {
    private func write(_ bytes: [UInt8], to name: String) throws(BrokenInvariant) {
        do throws(SystemError) {
            let file = try disk.open(name, .replace)
            try file.write(bytes.span)
            try file.sync()
        } catch {
            throw BrokenInvariant("\(error)")
        }
    }

    private func remove(_ name: String) throws(BrokenInvariant) {
        do throws(SystemError) { try disk.remove(name) } catch { throw BrokenInvariant("\(error)") }
    }

    /// What must be there though something was spoilt.
    struct Sound {
        /// Whether what is sound is still in its place.
        var isOrdered = false

        /// The newest message that must be held; `nil` when there may be none.
        var newest: Int?

        /// Whether a file was taken away that cannot have been the end of what was written.
        var isMissed = false
    }

    /// Spoils a file, or more.
    ///
    /// Of the files at the end nothing says how long they were: what one of them and those behind it had may be gone. Of
    /// those before it is known, and what comes behind them is not dropped in silence.
    mutating func spoil(_ trial: inout Trial) throws(BrokenInvariant) -> Sound {
        let files = try contents
        guard !files.isEmpty else { return Sound(isOrdered: true, newest: posted.last) }
        let number = trial.dice.below(files.count)
        let (name, bytes) = files[number]
        let other = files[trial.dice.below(files.count)]
        let place = trial.dice.below(bytes.count)
        var changed = bytes
        let lastWhole = files.lastIndex { $0.name.hasSuffix(".segment") } ?? 0
        switch trial.dice.below(7) {
        case 0: changed[place] ^= 1 << UInt8(trial.dice.below(8))
        case 1: changed.removeLast(bytes.count - place)
        case 2: changed.replaceSubrange(place..., with: other.bytes.suffix(trial.dice.below(other.bytes.count + 1)))
        case 3: changed.insert(contentsOf: bytes[place..<min(place + 300, bytes.count)], at: place)
        case 4: for index in place..<min(place + 64, bytes.count) { changed[index] = 0 }
        case 5 where number < lastWhole:
            trial.note(Array("\(name) is gone".utf8))
            try remove(name)
            return Sound(isMissed: true)
        default:
            let names = ["00000000", "00000001", "99999999", "\(Int.max)", "000000000000000002", "\(Int.max - 1)"]
            let suffix = trial.dice.below(2) == 0 ? ".segment" : ".begun"
            let copy = names[trial.dice.below(names.count)] + suffix
            trial.note(Array("\(name) is \(copy) too".utf8))
            try write(bytes, to: copy)
            return Sound()
        }
        trial.note(Array("\(name) at \(place)".utf8) + changed)
        let newest = number < lastWhole ? posted.last : try newest(without: files[number...].map(\.name), trial.seed)
        try write(changed, to: name)
        // An older segment that ends where a record did looks like a shorter one: nothing says how long it was.
        return Sound(isOrdered: name == files.last?.name || !bytes.starts(with: changed), newest: newest)
    }

    /// The newest message that is there without some of the files.
    private func newest(without names: [String], _ seed: UInt64) throws(BrokenInvariant) -> Int? {
        let copy = disk.copied(seed: seed)
        var node = Shelf.newNode(2)
        do throws(SystemError) {
            for name in names { try copy.remove(name) }
        } catch {
            throw BrokenInvariant("\(error)")
        }
        do throws(StorageError) {
            let directory = try DataDirectory(on: copy, of: "alpha", segmentLimit: segmentLimit, in: world)
            _ = try directory.restore(into: &node, at: now)
        } catch {
            throw BrokenInvariant("a directory without its newest files: \(error)")
        }
        let room = node.openChannel(.relay, named: [])
        return Self.messages(in: room, of: &node).last
    }

    /// Fills the directory with sound segments of mistaken contents.
    mutating func makeUp(_ trial: inout Trial) throws(BrokenInvariant) {
        var mutator = trial.mutator()
        var grammar = GossipGrammar(
            dice: Dice(seed: trial.seed, stream: 3),
            runs: ["alpha", "bravo", "charlie"].map { .init(name: $0, epoch: Neighbourhood.epoch) },
            wall: UInt64(now.wall)
        )
        do throws(SystemError) { try disk.create() } catch { throw BrokenInvariant("\(error)") }
        for number in 1...(1 + trial.dice.below(5)) {
            var bodies: [[UInt8]] = []
            for _ in 0...trial.dice.below(4) {
                let count = 1 + trial.dice.below(4)
                let frames = Piece.parts((0..<count).map { _ in grammar.entries(of: trial.dice.below(3)) })
                let isMistaken = trial.dice.below(4) == 0
                bodies.append(isMistaken ? mutator.mutated(frames, with: frames) : frames.encoded)
            }
            let before = trial.dice.below(3) > 0 ? 0 : Int(clamping: trial.dice.next() >> UInt64(trial.dice.below(64)))
            let salt = trial.dice.next()
            let bytes = DataDirectory.segment(of: "alpha", salt: salt, lengthBefore: before, bodies: bodies)
            trial.note(bytes)
            try write(bytes, to: "0000000\(number)" + (trial.dice.below(3) > 0 ? ".segment" : ".begun"))
        }
    }
}
