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

    /// What was written to it.
    var extent = JournalExtent()
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
