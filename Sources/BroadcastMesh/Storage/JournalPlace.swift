import Reactor

/// Where a journal is, whose it is, and how it is kept: what all of its parts know.
struct JournalPlace: Sendable {
    /// The directory.
    let disk: any Storage

    /// The node that writes it.
    let node: String

    /// When the disk is waited for.
    let fsync: FsyncPolicy

    /// How long a segment gets, in bytes.
    let segmentLimit: Int

    /// Whose time and chance it takes.
    var world: any World
}
