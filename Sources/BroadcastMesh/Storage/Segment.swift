import Gossip
import Reactor

/// The segment that is written to.
struct OpenSegment {
    /// Its place in the order of segments.
    let number: Int

    let file: File
    let salt: UInt64

    /// How long the file is as far as it is sound, in bytes.
    var bytes: Int

    /// How much of it is on the disk for sure, in bytes.
    var synced = 0

    /// What was written to it.
    var extent = JournalExtent()

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

/// What the disk is waited for: a segment as far as it was written when that began.
struct SegmentSync: Sendable {
    let file: File

    /// Which segment.
    let number: Int

    /// How much of it, in bytes.
    let bytes: Int

    /// How long it took, in nanoseconds.
    var duration: Int64 = 0

    /// Waits for the disk.
    mutating func run() throws(SystemError) {
        let start = Clock.monotonic()
        try file.sync()
        duration = Clock.monotonic() - start
    }
}

/// A segment that is complete.
struct ClosedSegment {
    /// Its place in the order of segments.
    let number: Int

    /// How long the file is, in bytes.
    var bytes: Int

    /// What was written to it.
    var extent: JournalExtent

    /// Whether it was rewritten.
    var isFolded = false
}
