/// Which segments are worth rewriting.
///
/// What retention lets go of stays in its segment until that is rewritten. Neighbours are taken together, so that
/// neither bytes without use nor small files pile up: a directory has about twice the bytes of what is held.
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
        var checkpoint = 0

        /// Whether it was rewritten: then nothing is left in it but messages, and what stands for others.
        var isFolded = false

        /// About how many bytes would be left of it.
        var heldBytes: Int {
            guard messages > 0 else { return isFolded ? bytes : 0 }
            return Int(Double(max(0, bytes - checkpoint)) * Double(heldMessages) / Double(messages))
        }
    }

    /// How many small neighbours are made one file although nothing in them is without use.
    static let smallFiles = 4

    /// Finds the oldest neighbours that are worth it; `nil` when there are none.
    ///
    /// - Parameters:
    ///   - segments: The complete ones, oldest first.
    ///   - limit: How long a segment gets, in bytes; twice that is the most that is read at once.
    /// - Returns: Their places.
    static func next(_ segments: [SegmentFigures], limit: Int) -> Range<Int>? {
        for first in segments.indices {
            var bytes = 0
            var heldBytes = 0
            var end = first
            while end < segments.count, end == first || bytes + segments[end].bytes <= 2 * limit {
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
}
