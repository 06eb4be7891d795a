import BroadcastMesh
import Reactor

/// What somebody does to the files of a directory that nobody uses.
extension DirectoryTrial {
    /// The segments, oldest first; the last ones are those of readers.
    func segments(of disk: SimulatedDisk) -> [String] {
        disk.files.map(\.name).filter { $0.hasSuffix(Self.settled) }
    }

    static let settled = ".segment"
    static let begun = ".begun"

    /// Takes away, cuts, damages, and makes up.
    mutating func spoil() {
        let names = segments(of: disk)
        guard names.count > 3 else { return }
        let (third, second, last) = (names[names.count - 3], names[names.count - 2], names[names.count - 1])
        do throws(SystemError) {
            try takeAway(third)
            try unsettle(second, last)
            try cut(names[dice.below(names.count - 1)])
            try damageHead(of: third)
            try makeUp(third)
        } catch {
            findings.append("\(error), where somebody changes files")
        }
    }

    private mutating func takeAway(_ name: String) throws(SystemError) {
        let disk = copy()
        try disk.remove(name)
        // What is none of the node's is nothing to it.
        try write([1, 2, 3], to: "notes" + Self.settled, on: disk)
        guard let reader = expectPart(of: disk, after: "without \(name)") else { return }
        if reader.missing == 0 { findings.append("none missing without \(name)") }
    }

    /// Somebody restores the last ones from before the disk was waited for: all that is sound and hangs together is taken.
    private mutating func unsettle(_ second: String, _ last: String) throws(SystemError) {
        let all = copy()
        for name in [second, last] { try all.rename(name, to: Self.unsettled(name)) }
        expectAll(of: all.copied(seed: dice.next()), after: "where the last two were not waited for")

        let torn = all.copied(seed: dice.next())
        let bytes = torn.files.first { $0.name == Self.unsettled(second) }?.bytes ?? []
        try write(bytes.dropLast(), to: Self.unsettled(second), on: torn)
        if let reader = expectPart(of: torn, after: "where the last but one is torn"), reader.torn == 0 {
            findings.append("nothing torn where the last but one is")
        }

        try all.remove(Self.unsettled(second))
        guard let reader = expectPart(of: all, after: "where the last but one is gone") else { return }
        let isSetAside = all.files.contains { $0.name.hasPrefix(Self.unsettled(last) + ".") }
        if reader.torn == 0 || !isSetAside { findings.append("nothing set aside where the last but one is gone") }
    }

    private static func unsettled(_ name: String) -> String { name.dropLast(settled.count) + begun }

    /// One that others stand behind was whole.
    private mutating func cut(_ name: String) throws(SystemError) {
        let disk = copy()
        let bytes = disk.files.first { $0.name == name }?.bytes ?? []
        try write(bytes.dropLast(), to: name, on: disk)
        expectRefusal(of: name, on: disk, after: "where a byte is cut off")
    }

    /// Behind what says which file and which format it is.
    private mutating func damageHead(of name: String) throws(SystemError) {
        let disk = copy()
        disk.damage(name, at: EarlierSegments.magic.count + 1 + dice.below(node.utf8.count + 16))
        expectRefusal(of: name, on: disk, after: "where a front is damaged")
    }

    /// A sound segment that is shorter than the one behind it says, and one that has what no node writes.
    private mutating func makeUp(_ name: String) throws(SystemError) {
        let (shorter, other) = (copy(), copy())
        let salt = dice.next()
        try write(DataDirectory.segment(of: node, salt: salt, lengthBefore: 0, bodies: [[]]), to: name, on: shorter)
        expectRefusal(of: name, on: shorter, after: "where a segment is a shorter one")
        let bodies = (0...dice.below(3)).map { _ in (0...dice.below(40)).map { _ in UInt8(dice.below(256)) } }
        let bytes = DataDirectory.segment(of: node, salt: salt, lengthBefore: 0, bodies: bodies)
        try write(bytes, to: name, on: other)
        // Chance may have made up what a node could have written.
        do throws(StorageError) { _ = try reader(of: other) } catch { notes.append("\(error)") }
    }

    /// Writes a file anew.
    func write(_ bytes: some Sequence<UInt8>, to name: String, on disk: SimulatedDisk) throws(SystemError) {
        let bytes = Array(bytes)
        let file = try disk.open(name, .replace)
        try file.write(bytes.span)
        try file.sync()
        try disk.sync()
    }
}
