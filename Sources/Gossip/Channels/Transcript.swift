/// The messages that stand in a channel's history: one of each, whatever copies of it are held.
///
/// The hashes of the messages, which cover ID, time and frame, are added up. The order by (rank, ID) is a function of the
/// set, so equal sets are equal transcripts, and a late message costs one addition.
struct Transcript: Equatable {
    /// How many.
    private(set) var messageCount = 0

    /// The hashes of the messages, added up.
    private(set) var hash: UInt64 = 0

    /// Counts a message that from now on is in the history.
    mutating func show(_ hash: UInt64) {
        messageCount += 1
        self.hash &+= hash
    }

    /// Counts a message that no longer is.
    mutating func hide(_ hash: UInt64) {
        messageCount -= 1
        self.hash &-= hash
    }
}
