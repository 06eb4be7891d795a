import Bytes

extension EntryItem {
    /// Whether two items are one message, which came here with another rank than there.
    ///
    /// Such are no two histories of a run: a rank that is not believed is passed on as a lower one, and who hears of the
    /// message over two ways may see both.
    static func differOnlyInRank(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
        guard let (start, rank) = rankPlace(in: first), let (otherStart, otherRank) = rankPlace(in: second),
            first[0] == second[0]
        else { return false }
        let (time, otherTime) = (start..<rank.lowerBound, otherStart..<otherRank.lowerBound)
        let (rest, otherRest) = (rank.upperBound..<first.count, otherRank.upperBound..<second.count)
        return first.array(in: time).isEqual(to: second.extracting(otherTime))
            && first.array(in: rest).isEqual(to: second.extracting(otherRest))
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
