import BroadcastMesh
import Reactor

/// Starts that end in the middle, and segments that are rewritten.
extension DirectoryTrial {
    /// Ends starts and rewritings anywhere, and rewrites where something is wrong.
    mutating func use() {
        for _ in 0..<3 { interruptStart() }
        for _ in 0..<3 { interruptFold() }
        fold(SimulatedDisk.Temper(), "where segments were rewritten")
        fold(.isFull, "where there was no room to rewrite segments")
        fold(.fails, "where the disk could not be waited for")
        foldWithoutOne()
        beginTwice()
    }

    /// How many calls a start or a rewriting of few segments has, about.
    private static let calls = 60

    /// A start that ends in the middle, by itself or with the machine, takes nothing away.
    private mutating func interruptStart() {
        let (disk, count) = (copy(), dice.below(Self.calls))
        disk.endProcess(afterCalls: count)
        _ = expectPart(of: disk, after: "at a start that ends after \(count) calls")
        end(disk)
        expectAll(of: disk, after: "behind a start that ended after \(count) calls")
    }

    private mutating func interruptFold() {
        let (disk, count) = (copy(), dice.below(Self.calls))
        do throws(StorageError) {
            var reader = try self.reader(of: disk)
            try reader.post([], at: now)
            disk.endProcess(afterCalls: count)
            do throws(StorageError) { _ = try reader.fold() } catch { notes.append("\(error)") }
        } catch {
            findings.append("\(error) at a start")
        }
        end(disk)
        expectAll(of: disk, after: "behind rewriting that ended after \(count) calls")
    }

    private mutating func end(_ disk: SimulatedDisk) {
        if dice.below(2) == 0 { disk.endProcess() } else { disk.failPower() }
    }

    /// Rewrites what is worth it; what is in the directory stays.
    private mutating func fold(_ temper: SimulatedDisk.Temper, _ what: String) {
        let disk = copy()
        do throws(StorageError) {
            var reader = try self.reader(of: disk)
            try reader.post([], at: now)
            disk.set(temper)
            do throws(StorageError) {
                if try !reader.fold() || !temper.isEmpty { findings.append("something else \(what)") }
            } catch {
                notes.append("\(error)")
                if temper.isEmpty { findings.append("\(error) \(what)") }
            }
        } catch {
            findings.append("\(error) at a start")
        }
        disk.set([])
        disk.endProcess()
        expectAll(of: disk, after: what)
    }

    /// One of those that are to be rewritten is gone, or damaged: it is named, unless nothing in it is of use, and left alone.
    private mutating func foldWithoutOne() {
        let (disk, isGone) = (copy(), dice.below(2) == 0)
        do throws(StorageError) {
            var reader = try self.reader(of: disk)
            try reader.post([], at: now)
            let names = segments(of: disk)
            let name = names[dice.below(names.count - 1)]
            do throws(SystemError) {
                if isGone { try disk.remove(name) } else { try write([7], to: name, on: disk) }
            } catch {
                throw .system(error)
            }
            do throws(StorageError) { _ = try reader.fold() } catch {
                notes.append("\(error)")
                if !"\(error)".contains(name) { findings.append("\(error), where \(name) cannot be rewritten") }
            }
            try reader.post([[1]], at: now)
        } catch {
            findings.append("\(error), where a segment cannot be rewritten")
        }
    }

    /// Another file has the name that the next segment gets: it is not written over.
    private mutating func beginTwice() {
        let disk = copy()
        do throws(StorageError) {
            var reader = try self.reader(of: disk, segmentLimit: 1)
            let numbers = disk.files.compactMap { Int($0.name.prefix { $0.isNumber }) }
            let digits = "\((numbers.max() ?? 0) + 1)"
            let name = String(repeating: "0", count: max(0, 8 - digits.count)) + digits + Self.begun
            do throws(SystemError) { try write([7], to: name, on: disk) } catch { throw .system(error) }
            let frames = Array(repeating: [UInt8](repeating: 0x20, count: 60_000), count: 8)
            do throws(StorageError) { try reader.post(frames, at: now) } catch { notes.append("\(error)") }
            if disk.files.first(where: { $0.name == name })?.bytes != [7] {
                findings.append("\(name) written over, which somebody has begun")
            }
        } catch {
            findings.append("\(error), where a segment was begun by somebody else")
        }
    }
}
