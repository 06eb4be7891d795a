/// Which segments are worth rewriting.
///
/// What retention lets go of stays in its segment until that is rewritten. Neighbours are taken together, so that
/// neither bytes without use nor small files pile up: a directory has about twice the bytes of what is held. A file that
/// cannot be read keeps no others from that. What was taken away between two files can be put back as long as something
/// before it is held: until then they are not made one.
enum FoldPlan {
    /// A segment that is complete.
    struct SegmentFigures: Equatable {
        /// How long the file is, in bytes.
        var bytes: Int

        /// How many messages were written to it.
        var messages: Int

        /// How many of them are still held.
        var heldMessages: Int

        /// About how many bytes are the checkpoint that it begins with.
        var checkpoint: Int

        /// Whether it was rewritten: then nothing is left in it but messages, and what stands for others.
        var isFolded: Bool

        /// Whether it stays as it is: it could not be read.
        var isStuck: Bool

        /// Whether somebody took away what was right before it.
        var followsHole: Bool

        /// Whether nothing in it is held: it goes without being read.
        var isUnread: Bool { heldMessages == 0 }

        /// About how many bytes would be left of it.
        var heldBytes: Int {
            guard messages > 0 else { return isFolded ? bytes : 0 }
            return Int(Double(max(0, bytes - checkpoint)) * Double(heldMessages) / Double(messages))
        }
    }

    /// How many small neighbours are made one file although nothing in them is without use.
    static let smallFiles = 4

    /// How many neighbours go at once of which nothing is held, however long they are: as many as a disk that is written
    /// much faster than files can be rewritten one by one needs, few enough that their removal is soon over.
    static let unreadFiles = 128

    /// How much must be without use so that neighbours can be worth it, in bytes, unless they are small.
    static func leastWaste(limit: Int) -> Int { limit / 4 }

    /// Finds neighbours that are worth it, the oldest first, and those of which nothing is held before all others.
    ///
    /// - Parameters:
    ///   - segments: The complete ones, oldest first.
    ///   - limit: How long a segment gets, in bytes; twice that is the most that is read at once, or one that got longer
    ///     while the disk was behind.
    /// - Returns: Their places; `nil` when there are none.
    static func next(_ segments: [SegmentFigures], limit: Int) -> Range<Int>? {
        if let range = nextUnread(segments) { return range }
        for first in segments.indices where !segments[first].isStuck {
            var bytes = 0
            var heldBytes = 0
            var end = first
            while end < segments.count, !segments[end].isStuck,
                end == first || !segments[end].followsHole && bytes + segments[end].bytes <= 2 * limit
            {
                bytes += segments[end].bytes
                heldBytes += segments[end].heldBytes
                end += 1
            }
            if end - first >= smallFiles { return first..<end }
            // A file that is only a header and what stands for its messages is not made smaller.
            if bytes > limit / 2, heldBytes * 2 <= bytes { return first..<end }
        }
        return nil
    }

    /// The oldest neighbours that go without being read, if they are several.
    private static func nextUnread(_ segments: [SegmentFigures]) -> Range<Int>? {
        var count = 0
        for index in segments.indices {
            count = segments[index].isUnread && !segments[index].isStuck ? count + 1 : 0
            let end = index + 1
            if end < segments.count, segments[end].isUnread, !segments[end].isStuck, count < unreadFiles { continue }
            if count >= smallFiles { return (end - count)..<end }
            count = 0
        }
        return nil
    }
}
