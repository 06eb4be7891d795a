/// When a node waits for the disk to have what it wrote.
///
/// Whatever the policy, everything is handed to the kernel before it is echoed, acknowledged or sent on, so it survives
/// the end of the process, `kill -9` included. The policies differ in what a power failure takes.
///
/// Whatever the policy, a start waits for the disk to have what it found before it goes on from there, and what is
/// rewritten takes the place of nothing before the disk has it.
public enum FsyncPolicy: String, CaseIterable, Sendable {
    /// Never while it runs: a power failure may take what the kernel had not written by itself, half a minute of it or so.
    case none

    /// Ten times a second, on another thread: a power failure takes the last 0.1 s, and what the disk needs to write. The event
    /// loop waits only once the disk lacks one and a half times what is kept, or 96 MiB; more where checkpoints are long.
    case interval

    /// Before anything is echoed, acknowledged or sent on: a power failure takes nothing of that. All that came in one
    /// turn of the event loop waits for the disk together.
    case always
}

/// Where and how a node keeps what it must not forget.
public struct StorageSettings: Hashable, Sendable {
    /// The directory; it is made if need be, and belongs to one node.
    public var directory: String

    /// When the disk is waited for.
    public var fsync: FsyncPolicy

    /// Names a directory.
    ///
    /// - Parameters:
    ///   - directory: Its path.
    ///   - fsync: When the disk is waited for.
    public init(directory: String, fsync: FsyncPolicy = .interval) {
        self.directory = directory
        self.fsync = fsync
    }
}
