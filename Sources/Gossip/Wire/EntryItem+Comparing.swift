import Bytes

extension EntryItem {
    /// Whether an item is the message that is held, be it with another rank.
    ///
    /// Such are no two histories of a run: a rank that is not believed is passed on as a lower one, and who hears of the
    /// message over two ways may see both. A held frame may be as long as frames may be, and a short item comes again and
    /// again: it is looked at where it is, no further than the item goes.
    ///
    /// - Parameters:
    ///   - item: An item of any kind.
    ///   - head: What stands before the frame of the held message, as it travels.
    ///   - frame: The frame.
    /// - Returns: Whether both are one.
    static func isMessage(_ item: Span<UInt8>, of head: Span<UInt8>, _ frame: Span<UInt8>) -> Bool {
        guard let (start, rank) = rankPlace(in: item), let (heldStart, heldRank) = rankPlace(in: head),
            item[0] == head[0]
        else { return false }
        let rest = item.extracting(rank.upperBound...)
        let heldRest = head.extracting(heldRank.upperBound...)
        guard rest.count == heldRest.count + frame.count else { return false }
        let (time, heldTime) = (start..<rank.lowerBound, heldStart..<heldRank.lowerBound)
        return item.extracting(time).isEqual(to: head.extracting(heldTime))
            && rest.extracting(..<heldRest.count).isEqual(to: heldRest)
            && rest.extracting(heldRest.count...).isEqual(to: frame)
    }

    /// Where the body of a post begins, and where its rank stands; `nil` for any other item.
    private static func rankPlace(in item: Span<UInt8>) -> (start: Int, rank: Range<Int>)? {
        var cursor = ByteCursor()
        guard let byte = try? cursor.byte(in: item), let tag = Tag(rawValue: byte),
            [.post, .keyedPost, .notedPost, .notedKeyedPost].contains(tag),
            (try? cursor.varint(in: item)) != nil
        else { return nil }
        let start = cursor.offset
        guard (try? cursor.time(in: item)) != nil else { return nil }
        let rank = cursor.offset
        guard (try? cursor.varint(in: item)) != nil else { return nil }
        return (start, rank..<cursor.offset)
    }
}
