import Gossip
import Reactor

/// The segment that is written to.
struct OpenSegment {
    /// What it is called; the thread that waits for the disk changes that, and ``DiskWait`` tells.
    var name: SegmentName

    let file: any StorageFile
    let salt: UInt64

    /// How long the file is as far as it is sound, in bytes.
    var bytes: Int

    /// How much of it is on the disk for sure, in bytes.
    var synced = 0

    /// How long it was when it was begun, in bytes: the header, and the checkpoint.
    let begun: Int

    /// What was written to it.
    var extent = JournalExtent()

    /// How long it was when there was no descriptor for the next one, in bytes; `nil` while that has not been so.
    private(set) var lackedAt: Int?

    /// What the disk is to be waited for so that it has all of it.
    var step: DiskWait.Step { DiskWait.Step(name: name, file: file, bytes: bytes) }

    /// Whether as much was written to it as it is meant to have: what stands for all that was before costs no more than
    /// what comes behind it, however many users and runs it tells of.
    ///
    /// - Parameter limit: How long a segment gets, in bytes, behind a short checkpoint.
    /// - Returns: Whether the next is to be begun.
    func isFull(limit: Int) -> Bool { bytes - begun >= max(limit, begun) }

    /// Whether so much was written to it that it may grow no faster than the disk takes it: a start, and whoever rewrites it,
    /// reads it at once.
    ///
    /// - Parameter limit: How long a segment gets, in bytes, behind a short checkpoint.
    /// - Returns: Whether it is about as long as all that is kept.
    func isOverfull(limit: Int) -> Bool { isMuch(bytes - begun, limit: limit) }

    /// Takes notice that there is no descriptor for the next one.
    ///
    /// - Parameter limit: How long a segment gets, in bytes, behind a short checkpoint.
    /// - Returns: Whether it is written to nevertheless: not once so much came to it since the first time.
    mutating func lackDescriptor(limit: Int) -> Bool {
        let start = lackedAt ?? bytes
        lackedAt = start
        return !isMuch(bytes - start, limit: limit)
    }

    private func isMuch(_ count: Int, limit: Int) -> Bool { count / Self.patience >= max(limit, begun) }

    /// How many times as long as it is meant to be a segment gets because the disk is behind, and how many times once more for
    /// want of descriptors: about as long as all that is kept.
    private static let patience = 8

    /// Whether the disk has all of it for sure.
    var isSynced: Bool { name.isSettled && synced == bytes }

    /// Takes notice that the disk has this much of what was written.
    mutating func noteSynced(upTo end: Int) {
        synced = max(synced, min(end, bytes))
    }

    /// Appends a record to what will be written to the file next.
    mutating func appendRecord(
        to output: inout [UInt8],
        body: (inout [UInt8], inout JournalExtent) -> Void
    ) {
        SegmentRecord.append(to: &output, offset: bytes, salt: salt, synced: synced) { body(&$0, &extent) }
    }
}

/// A segment that is complete.
struct ClosedSegment {
    /// What it is called.
    var name: SegmentName

    /// The number of the last segment whose contents it has; its own, unless it was rewritten together with others.
    var last: Int

    /// How long the file is, in bytes.
    var bytes: Int

    /// What was written to it.
    var extent: JournalExtent

    /// About how many bytes of it are the checkpoint that it begins with, which is of no use once another is begun.
    var checkpoint = 0

    /// Whether it was rewritten.
    var isFolded = false

    /// Whether somebody took away what was right before it.
    var followsHole = false

    /// Whether it goes on behind what somebody took away, and leaves it to its reader to count what that had.
    var isBehindHole = false

    /// Whether it could not be read when it was to be rewritten: it stays as it is until the next start, which says why.
    var isStuck = false

    /// Whether the disk has all of it for sure.
    var isSynced = true

    /// The file, where another thread will soon wait for the disk: only what wrote it is told of every failure.
    var file: (any StorageFile)?

    /// What the disk is to be waited for so that it has all of it.
    var step: DiskWait.Step { DiskWait.Step(name: name, file: file, bytes: bytes) }
}
