/// How a reader goes through history.
extension GossipNode {
    /// The next message in the order of ranks.
    ///
    /// - Returns: It, or that it was let go; `nil` when there is none.
    mutating func historyStep(
        _ reading: inout Reading,
        _ history: Replay.History,
        in channel: Int,
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
        for number in numbers {
            looks -= 1
            // What arrived since the reader came is read in the backlog.
            guard number < history.end, content.isInHistory(number, below: history.end) else { continue }
            first = first ?? number
            count += 1
            guard mustCount, count < history.left else { break }
        }
        if mustCount, count < history.left { return .overtaken }
        guard let number = first else { return nil }
        let record = content.records[number]
        let rest = Replay.History(
            last: place(of: record),
            left: history.left - 1,
            end: history.end,
            letGoCount: content.timeline.letGoCount
        )
        reading.updateReplay { replay in
            replay.filter.note(record.sequence, of: record.origin)
            replay.stage = .history(rest)
        }
        return .frames(record.offset..<(record.offset + record.length))
    }

    private func isPlace(_ first: Replay.Place, before second: Replay.Place) -> Bool {
        if first.rank != second.rank { return first.rank < second.rank }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }
}
