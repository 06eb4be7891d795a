public import Reactor
import Synchronization

/// A directory on a disk in memory, for a journal that is to be tried where it matters: when the power fails.
///
/// It keeps what was written and what the disk was waited for apart. When the power fails, any part of the difference is
/// lost: whole sectors, parts of sectors, names, lengths, in any order. A wait that fails loses what it was about, and
/// the next one succeeds, as Linux has it. All chance comes from a seed.
///
///     let disk = SimulatedDisk(seed: 1)
///     let file = try disk.open("a", .replace)   // the process writes, waits, …
///     disk.failPower()                          // … and is gone, with what the disk did not have
public final class SimulatedDisk: Storage {
    /// How much of what the disk was not waited for is there after a power failure.
    public enum Luck: String, CaseIterable, Sendable {
        /// Nothing.
        case nothing

        /// All of it.
        case everything

        /// Whatever chance leaves.
        case anything
    }

    /// Everything that changes.
    struct Contents {
        var dice: Dice
        var inodes: [SimulatedInode] = []
        var directory = SimulatedDirectory()

        /// What the process has open that uses it.
        var openFiles = OpenFiles()

        /// How many more calls succeed before the process is gone in the middle of its work; `nil` for all.
        var callsLeft: Int?

        /// Whether a call has found the process gone.
        var isInterrupted = false

        /// How many more waits succeed before one fails; `nil` for all.
        var waitsLeft: Int?

        /// How many more bytes there is room for; `nil` for as many as there are.
        var roomLeft: Int?

        /// What is wrong with it, whatever process uses it; and how often it was waited for.
        var temper: Temper = []
        var waitCount = 0

        /// How often a write or a wait failed.
        var failureCount = 0
    }

    /// What is wrong with a disk for a while.
    public struct Temper: OptionSet, Sendable {
        /// The sum of what is wrong.
        public let rawValue: Int

        /// Has what a sum says.
        public init(rawValue: Int) { self.rawValue = rawValue }

        /// There is no room.
        public static let isFull = Temper(rawValue: 1)

        /// Every wait fails, and what it was about is lost when the power fails.
        public static let fails = Temper(rawValue: 2)

        /// Every wait succeeds, and the disk has nothing.
        public static let lies = Temper(rawValue: 4)

        /// No file can be opened, since too many are.
        public static let lacksDescriptors = Temper(rawValue: 8)
    }

    let contents: Mutex<Contents>

    /// Makes an empty disk.
    public init(seed: UInt64) {
        contents = Mutex(Contents(dice: Dice(seed: seed, stream: 0xD15C)))
    }

    // MARK: What happens to it

    /// Ends the process that uses the disk: what it opened is closed, and what it wrote is seen by the next one.
    public func endProcess() {
        contents.withLock { $0.endProcess() }
    }

    /// Fails the power: what the disk was not waited for is lost, all or some of it; the process is gone too.
    ///
    /// - Parameter luck: How much is left; by chance without it.
    public func failPower(_ luck: Luck? = nil) {
        contents.withLock { contents in
            contents.endProcess()
            let luck = luck ?? Luck.allCases[contents.dice.below(Luck.allCases.count)]
            contents.directory.failPower(luck, &contents.dice)
            for index in contents.inodes.indices { contents.inodes[index].failPower(luck, &contents.dice) }
        }
    }

    /// Lets so many more calls succeed; the next one finds the process gone, and so does every later one.
    ///
    /// - Parameter count: How many; `nil` for all.
    public func endProcess(afterCalls count: Int?) {
        contents.withLock { $0.callsLeft = count }
    }

    /// Whether a call has found the process gone that uses the disk now.
    public var isInterrupted: Bool { contents.withLock { $0.isInterrupted } }

    // MARK: What a journal asks of it

    /// Where it is.
    public var path: String { "disk" }

    /// Where something in it is.
    public func path(of name: String) -> String { "disk/" + name }

    /// Does nothing: the directory is there.
    public func create() throws(SystemError) {}

    /// Opens, or makes, a file.
    public func open(_ name: String, _ mode: File.Mode) throws(SystemError) -> any StorageFile {
        let (inode, process) = try contents.withLock { contents throws(SystemError) in
            try contents.call("open", path(of: name))
            return (try contents.open(name, mode, path(of: name)), contents.openFiles.process)
        }
        return SimulatedFile(of: self, inode: inode, process: process, path: path(of: name))
    }

    /// The names of what is in it, sorted.
    public func names() throws(SystemError) -> [String] {
        try contents.withLock { contents throws(SystemError) in
            try contents.call("opendir", path)
            return contents.directory.names.keys.sorted()
        }
    }

    /// Gives a file another name.
    public func rename(_ name: String, to other: String) throws(SystemError) {
        try contents.withLock { contents throws(SystemError) in
            try contents.call("rename", path(of: name))
            guard contents.directory.names[name] != nil else { throw .missing("rename", path(of: name)) }
            contents.directory.rename(name, to: other)
        }
    }

    /// Removes a file.
    public func remove(_ name: String) throws(SystemError) {
        try contents.withLock { contents throws(SystemError) in
            try contents.call("unlink", path(of: name))
            guard contents.directory.names[name] != nil else { throw .missing("unlink", path(of: name)) }
            contents.directory.unlink(name)
        }
    }

    /// Puts the names on the disk.
    public func sync() throws(SystemError) {
        try contents.withLock { contents throws(SystemError) in
            try contents.call("fsync", path)
            guard contents.mayWait() else { throw .broken("fsync", path) }
            if !contents.temper.contains(.lies) { contents.directory.sync() }
        }
    }
}
