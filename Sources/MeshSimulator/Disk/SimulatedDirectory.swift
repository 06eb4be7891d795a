/// The names of a simulated disk: those that everybody sees, and those that the disk has.
struct SimulatedDirectory: Sendable {
    /// A change that the disk was not waited for.
    private enum Change {
        /// A name that leads to a file.
        case link(String, Int)

        /// A name that led to a file, and one that does so instead: as a whole or not at all.
        case rename(String, to: String, Int)

        /// A name that is no more.
        case unlink(String)
    }

    /// The files by name, for everybody.
    private(set) var names: [String: Int] = [:]

    private var durable: [String: Int] = [:]
    private var changes: [Change] = []

    /// Gives a new file a name.
    mutating func link(_ name: String, to inode: Int) {
        names[name] = inode
        changes.append(.link(name, inode))
    }

    /// Gives a file another name.
    mutating func rename(_ name: String, to other: String) {
        guard let inode = names.removeValue(forKey: name) else { return }
        names[other] = inode
        changes.append(.rename(name, to: other, inode))
    }

    /// Takes a name away.
    mutating func unlink(_ name: String) {
        names[name] = nil
        changes.append(.unlink(name))
    }

    /// Puts the names on the disk.
    mutating func sync() {
        durable = names
        changes = []
    }

    /// Leaves what the disk has, and by chance some of what it was not waited for.
    mutating func failPower(_ luck: SimulatedDisk.Luck, _ dice: inout Dice) {
        // Some file systems keep the order of changes, others do not.
        let kept = dice.below(2) == 0 ? dice.below(changes.count + 1) : nil
        for (index, change) in changes.enumerated() {
            switch luck {
            case .nothing: continue
            case .everything: apply(change)
            case .anything: if kept.map({ index < $0 }) ?? (dice.below(2) == 0) { apply(change) }
            }
        }
        names = durable
        changes = []
    }

    private mutating func apply(_ change: Change) {
        switch change {
        case .link(let name, let inode):
            durable[name] = inode
        case .rename(let name, let other, let inode):
            durable[name] = nil
            durable[other] = inode
        case .unlink(let name):
            durable[name] = nil
        }
    }
}
