import Bytes
import FoundationEssentials
import MeshSimulator
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A journal on a disk whose power fails", .computing, .timeLimit(.minutes(10))) struct PowerFailureTests {
    /// How many seeds are tried; set `MESH_DISK_SEEDS` for more.
    static let seeds = ProcessInfo.processInfo.environment["MESH_DISK_SEEDS"].flatMap { UInt64($0) } ?? 100

    /// How many runs a node has with one seed.
    static let runs = 8

    @Test func `has what it promised at every start, and refuses no start`() {
        var (starts, torn, folds, mostOpen) = (0, 0, 0, 0)
        var failures: [String] = []
        for seed in 0..<Self.seeds {
            var node = JournaledRuns(seed: seed)
            do {
                try live(&node, seed)
            } catch {
                failures.append("seed \(seed): \(error)")
                if failures.count > 4 { break }
            }
            starts += node.startCount
            torn += node.tornCount
            folds += node.foldCount
            mostOpen = max(mostOpen, node.disk.takeMostOpen())
        }
        print("\(starts) starts over \(Self.seeds) simulated disks, \(torn) behind something torn; \(folds) rewritings")
        #expect(failures == [])
        // Otherwise nothing was tried.
        #expect(torn > starts / 20)
        #expect(folds > starts / 4)
        // The lock and the segment that is written to are open from the start on.
        #expect(mostOpen <= 2 + DescriptorBudget.files)
    }

    @Test func `tells where a byte has changed that the disk was waited for`() throws {
        for seed in 0..<Self.seeds {
            var dice = SplitMix(state: ~seed)
            var node = JournaledRuns(seed: seed)
            try runAFewTimes(&node, &dice) { _ in .power }
            let files = try node.vouchedBytes()
            let file = files[dice.below(files.count)]
            let place = dice.below(file.count)

            node.disk.damage(file.name, at: place)

            do {
                try node.start()
                Issue.record("seed \(seed): byte \(place) of \(file) has changed, and nobody saw it")
            } catch StorageError.damaged(let path, let offset) {
                #expect(path == node.disk.path(of: file.name), "seed \(seed)")
                #expect(offset <= place, "seed \(seed)")
            } catch StorageError.unknownVersion(let path, _) {
                #expect(path == node.disk.path(of: file.name), "seed \(seed)")
                #expect(place == SegmentHeader.magic.count)
            }
        }
    }

    @Test func `tells where a file ends too soon, be that between two records`() throws {
        var (cuts, folds) = (0, 0)
        for seed in 0..<Self.seeds {
            var dice = SplitMix(state: ~seed)
            var node = JournaledRuns(seed: seed)
            try runAFewTimes(&node, &dice) { JournaledRuns.End.allCases[$0.below(2)] }
            // The newest one may end anywhere: what comes behind it says that it was complete.
            let names = try node.disk.names().filter { SegmentName($0) != nil }.dropLast()
            guard !names.isEmpty else { continue }
            let name = names[dice.below(names.count)]
            let bytes = try node.disk.open(name, .read).readAll()
            var reader = try SegmentReader(bytes.span, of: name)
            var starts = [reader.offset]
            while reader.next(in: bytes.span) != nil { starts.append(reader.offset) }
            let end = starts[dice.below(starts.count - 1)]
            let file = try node.disk.open(name, .append)
            try file.truncate(to: end)
            try file.sync()
            cuts += 1
            if reader.header.ownLength > 0 { folds += 1 }

            do {
                try node.start()
                Issue.record("seed \(seed): \(name) ends at \(end) instead of \(bytes.count), and nobody saw it")
            } catch StorageError.damaged(let path, let offset) {
                #expect(path == node.disk.path(of: name) && offset == end, "seed \(seed)")
            }
        }
        // Otherwise nothing was tried.
        #expect(cuts > Self.seeds / 2 && folds > Self.seeds / 20)
    }

    @Test func `reads what the version before wrote`() throws {
        let header = SegmentHeader(node: "alpha", salt: 7, lengthBefore: 99).encoded
        var old = Array(header.dropLast(24))
        old[SegmentHeader.magic.count] = SegmentHeader.oldestVersion
        old.append(bigEndian: old.span.hash(seed: 0))
        let start = old.count
        SegmentRecord.append(to: &old, offset: 0, salt: 7, synced: 0) { $0.append(1) }
        // Records of all segments began with the same bytes then.
        old.replaceSubrange(start..<(start + 4), with: [0xA5, 0x5A, 0x4D, 0x52])

        var reader = try SegmentReader(old.span, of: "old")
        #expect(reader.header.lengthBefore == 99 && reader.header.ownLength == 0 && !reader.header.knowsFolded)
        #expect(reader.next(in: old.span) == (old.count - 1)..<old.count)
        #expect(reader.end(in: old.span) == .whole)
    }

    /// Runs a node that waits for its disk up to four times, and ends each run by something.
    private func runAFewTimes(
        _ node: inout JournaledRuns,
        _ dice: inout SplitMix,
        endingBy end: (inout SplitMix) -> JournaledRuns.End
    ) throws {
        for _ in 0...dice.below(3) {
            try node.start([.interval, .always][dice.below(2)])
            for _ in 0..<dice.below(120) { try node.step() }
            try node.stop()
            node.end(end(&dice))
        }
    }

    private func live(_ node: inout JournaledRuns, _ seed: UInt64) throws {
        var dice = SplitMix(state: ~seed)
        for _ in 0..<Self.runs {
            // A start may be cut short as well, several times.
            while dice.below(3) == 0 {
                node.disk.endProcess(afterCalls: dice.below(14))
                try untilTheDiskFails { try node.start() }
                node.end(JournaledRuns.End.allCases[dice.below(2)])
            }
            try node.start()
            switch dice.below(4) {
            case 0: node.disk.endProcess(afterCalls: dice.below(200))
            case 1: node.disk.failSync(afterSyncs: dice.below(20))
            case 2: node.disk.fill(leaving: dice.below(20_000))
            default: break
            }
            try untilTheDiskFails {
                for _ in 0..<dice.below(120) { try node.step() }
                if dice.below(4) == 0 { try node.stop() }
            }
            node.end(JournaledRuns.End.allCases[dice.below(2)])
        }
        try node.start()
    }

    /// Does something that ends when the disk says that it cannot go on; that a node cannot read what it wrote is worse.
    private func untilTheDiskFails(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch StorageError.system {
            return
        } catch is SystemError {
            return
        }
    }
}
