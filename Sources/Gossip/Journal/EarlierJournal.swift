import Bytes

/// The frames of a journal as they were written in formats 4 and 5 of segments: their items had no length.
///
///     ├─ tag ─┬──────── body ────────┤      a post had the length of its frame before that
///
/// They are made into frames of today as they are read, so that nobody else knows of them.
public enum EarlierJournal {
    /// Writes frames as this version writes them.
    ///
    /// - Parameter frames: Whole frames, as an earlier version wrote them.
    /// - Returns: The same entries under the same numbers.
    /// - Throws: ``JournalError`` when these are not such frames.
    public static func translated(_ frames: Span<UInt8>) throws(JournalError) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(frames.count + frames.count / 8)
        do throws(TruncatedInput) {
            var offset = 0
            while let range = try Framing.entries(in: frames, at: &offset) {
                let start = Framing.begin(.entries, in: &output)
                try translate(frames.extracting(range), into: &output)
                Framing.end(start, in: &output)
            }
        } catch {
            throw JournalError()
        }
        return output
    }

    /// The tag of closed runs that did not tell what each says of the one before it, and of those that did.
    private static let unlinkedClosedRuns: UInt8 = 10
    private static let linkedClosedRuns: UInt8 = 11

    private static func translate(_ body: Span<UInt8>, into output: inout [UInt8]) throws(TruncatedInput) {
        var cursor = ByteCursor()
        _ = try cursor.runName(in: body)
        _ = try cursor.byte(in: body)
        _ = try cursor.nextSequence(in: body)
        output.append(body.extracting(0..<cursor.offset))
        while cursor.offset < body.count {
            let number = try cursor.byte(in: body)
            if number == unlinkedClosedRuns {
                let closed = try ClosedRuns(decoding: body, at: &cursor, withLinks: false)
                output.append(closed, closed.runs.indices)
                continue
            }
            let known = number == linkedClosedRuns ? .closedRuns : EntryItem.Tag(rawValue: number)
            guard let tag = known else { throw TruncatedInput() }
            let start = cursor.offset
            let frame = try passOver(tag, in: body, at: &cursor)
            let item = output.beginItem(tag)
            output.append(body.extracting(start..<frame.head))
            if let bytes = frame.bytes { output.append(body.extracting(bytes)) }
            output.endItem(item)
        }
    }

    /// Finds where an item ends.
    ///
    /// - Returns: Where what is taken as it is ends, and where the frame of a post is.
    private static func passOver(
        _ tag: EntryItem.Tag,
        in body: Span<UInt8>,
        at cursor: inout ByteCursor
    ) throws(TruncatedInput) -> (head: Int, bytes: Range<Int>?) {
        switch tag {
        case .post, .keyedPost:
            _ = try cursor.post(tag, in: body)
            let head = cursor.offset
            return (head, try cursor.counted(limit: .max, in: body))
        case .join, .leave, .links, .address, .previous:
            _ = try cursor.time(in: body)
            _ = try StateChange(decoding: body, tag: tag, at: &cursor)
        case .gap: _ = try GapContents(decoding: body, at: &cursor)
        case .notedPost, .notedKeyedPost, .logHash, .countedLosses, .floor: throw TruncatedInput()
        case .closedRuns: _ = try ClosedRuns(decoding: body, at: &cursor)
        case .snapshot:
            _ = try cursor.sequence(in: body)
            _ = try RunState(decoding: body, at: &cursor)
        }
        return (cursor.offset, nil)
    }
}
