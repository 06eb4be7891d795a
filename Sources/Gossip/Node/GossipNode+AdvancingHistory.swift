import Bytes

/// How a reader goes through history.
extension GossipNode {
    /// The next message in the order of ranks.
    ///
    /// - Returns: It, or that it was let go; `nil` when there is none.
    mutating func historyStep(
        _ reading: inout Reading,
        _ history: Replay.History,
        in channel: Int,
        limit: Int,
        _ looks: inout Int
    ) -> ReadingStep? {
        guard history.left > 0 else { return nil }
        settleOrder(of: channel)
        guard let content = channels[channel] else { return nil }
        // Where some were let go, the others are counted: all that are left, or it would get history with holes.
        let mustCount = content.timeline.letGoCount != history.letGoCount
        var (first, count): (Int?, Int) = (nil, 0)
        let numbers = content.timeline.order.numbers { number in
            guard let last = history.last else { return true }
            return isPlace(last, before: place(of: content.records[number]))
        }
        var order = numbers.makeIterator()
        while let number = order.next() {
            looks -= 1
            // What arrived since the reader came is read in the backlog.
            guard number < history.end, isInHistory(number, of: content, below: history.end) else { continue }
            first = first ?? number
            count += 1
            guard mustCount, count < history.left else { break }
        }
        if mustCount, count < history.left { return .overtaken }
        guard let number = first else { return nil }
        var record = content.records[number]
        let start = record.offset
        let last = min(content.frames.chunkEnd(after: start), start + min(limit, Self.replayBytes))
        var rest = Replay.History(left: history.left, end: history.end, letGoCount: content.timeline.letGoCount)
        while true {
            reading.updateReplay { $0.filter.note(record.sequence, of: record.origin) }
            rest.left -= 1
            // Those that lie behind it are given with it: each alone would be a call to the system.
            guard !mustCount, rest.left > 0, looks > 0, let next = order.next() else { break }
            looks -= 1
            let end = record.offset + record.length
            guard next < history.end, content.records[next].offset == end,
                end + content.records[next].length <= last, isInHistory(next, of: content, below: history.end)
            else { break }
            record = content.records[next]
        }
        rest.last = place(of: record)
        reading.updateReplay { $0.stage = .history(rest) }
        return .frames(start..<(record.offset + record.length))
    }

    private func isPlace(_ first: Replay.Place, before second: Replay.Place) -> Bool {
        if first.rank != second.rank { return first.rank < second.rank }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }
}
