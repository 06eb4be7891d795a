import Bytes

/// How a reader goes through history.
extension GossipNode {
    /// The next messages in the order of ranks.
    ///
    /// - Returns: Them, or that one was let go; `nil` when there is none.
    mutating func historyStep(
        _ reading: inout Reading,
        _ history: Replay.History,
        in channel: Int,
        limit: Int,
        _ looks: inout Looks
    ) -> ReadingStep? {
        guard history.left > 0, let replay = reading.replay else { return nil }
        settleOrder(of: channel)
        guard let content = channels[channel] else { return nil }
        let numbers = content.timeline.order.numbers { number in
            guard let last = history.last else { return true }
            return isPlace(last, before: place(of: content.records[number]))
        }
        guard isWhole(replay, history, numbers, of: content, &looks) else { return .overtaken }
        var order = numbers.makeIterator()
        guard let first = firstLeft(in: &order, of: replay, history, in: content, &looks) else { return nil }
        let row = row(from: first, in: &order, of: replay, history, in: content, limit: limit, &looks)
        for number in row {
            let record = content.records[number]
            reading.updateReplay { $0.filter.note(record.sequence, of: record.origin) }
        }
        let last = content.records[row[row.count - 1]]
        let rest = Replay.History(
            last: place(of: last),
            left: history.left - row.count,
            end: history.end,
            letGoCount: content.timeline.letGoCount
        )
        reading.updateReplay { $0.stage = .history(rest) }
        return .frames(content.records[first].offset..<(last.offset + last.length))
    }

    /// The next message of history, in the order of ranks.
    private func firstLeft(
        in order: inout some IteratorProtocol<Int>,
        of replay: borrowing Replay,
        _ history: Replay.History,
        in content: Channel,
        _ looks: inout Looks
    ) -> Int? {
        while let number = order.next() {
            looks.take()
            if isLeft(number, of: replay, history, in: content) { return number }
        }
        return nil
    }

    /// A message of history and those that follow it in the order of ranks, as far as their frames lie behind each other: each
    /// alone would be a call to the system.
    private func row(
        from first: Int,
        in order: inout some IteratorProtocol<Int>,
        of replay: borrowing Replay,
        _ history: Replay.History,
        in content: Channel,
        limit: Int,
        _ looks: inout Looks
    ) -> [Int] {
        let start = content.records[first].offset
        let last = min(content.frames.chunkEnd(after: start), start + min(limit, Self.replayBytes))
        var (row, end) = ([first], start + content.records[first].length)
        while row.count < history.left, looks.left > 0, let next = order.next() {
            looks.take()
            let record = content.records[next]
            guard record.offset == end, end + record.length <= last, isLeft(next, of: replay, history, in: content)
            else { break }
            row.append(next)
            end += record.length
        }
        return row
    }

    /// Whether everything is held that is left of history: with holes it would not be it.
    ///
    /// Messages are let go from below, so nearly always those were read, or never asked for. Only where one of them may have
    /// stood behind the last that was read, all that are left are counted.
    ///
    /// - Parameters:
    ///   - replay: What its reader reads, and has seen.
    ///   - history: How far that is.
    ///   - numbers: What is held behind that.
    ///   - content: The channel.
    ///   - looks: Are taken beside the step: else who has much to come would get one message at a time.
    /// - Returns: Whether none of it was let go.
    private func isWhole(
        _ replay: borrowing Replay,
        _ history: Replay.History,
        _ numbers: some Sequence<Int>,
        of content: Channel,
        _ looks: inout Looks
    ) -> Bool {
        guard content.timeline.letGoCount != history.letGoCount,
            history.last.map({ $0.rank <= content.timeline.letGoRank }) ?? true
        else { return true }
        var left = history.left
        var order = numbers.makeIterator()
        while left > 0, let number = order.next() {
            looks.takeBeside()
            if isLeft(number, of: replay, history, in: content) { left -= 1 }
        }
        return left == 0
    }

    /// Whether a message is in the history that is read: what arrived since the reader came is read in the backlog.
    ///
    /// One that stands for all copies only since another was let go is not, if that one was read.
    private func isLeft(
        _ number: Int,
        of replay: borrowing Replay,
        _ history: Replay.History,
        in content: Channel
    ) -> Bool {
        guard number < history.end, isInHistory(number, of: content, below: history.end) else { return false }
        guard let key = content.records[number].key else { return true }
        return !content.keys.copies(of: key).contains { copy in
            guard let letGoAt = copy.letGoAt, letGoAt > replay.letGoCount else { return false }
            return replay.filter.contains(copy.place.sequence, of: copy.place.origin, in: origins)
        }
    }

    private func isPlace(_ first: Replay.Place, before second: Replay.Place) -> Bool {
        if first.rank != second.rank { return first.rank < second.rank }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }
}
