import Bytes

extension GossipNode {
    /// How much one step gives at most, in bytes, so that a reader does not hold up the others.
    public static let replayBytes = 64 << 10

    /// The next step of a reader.
    ///
    /// - Parameters:
    ///   - replay: The reader.
    ///   - channel: Its channel.
    ///   - reached: The offset up to which the live members were sent everything; the reader gets no further.
    ///   - limit: How much to give at most, in bytes, unless the first message alone is longer.
    /// - Returns: What to do.
    public mutating func advance(
        _ replay: inout Replay,
        in channel: Int,
        upTo reached: Int,
        limit: Int = replayBytes
    ) -> ReplayStep {
        if case .history(let history) = replay.stage {
            if let step = historyStep(&replay, history, in: channel) { return step }
            replay.stage = .backlog(next: history.end)
        }
        guard case .backlog(let next) = replay.stage, let content = table[channel] else { return .live }
        guard next >= content.records.start else { return .overtaken }
        replay.filter.resolve { number(of: $0) }
        var first = next
        while first < content.records.end, content.records[first].offset < reached,
            !isWanted(first, of: content, by: replay)
        {
            first += 1
        }
        guard first < content.records.end, content.records[first].offset < reached else {
            replay.stage = .backlog(next: first)
            // Something may still arrive that the client has seen elsewhere.
            return replay.filter.isCovered(heads: { origins[$0].log.head }) ? .live : .wait
        }
        guard content.canRead(first) else { return .overtaken }
        let start = content.records[first].offset
        let last = min(content.frames.chunkEnd(after: start), start + min(limit, Self.replayBytes), reached)
        var end = start
        repeat {
            replay.filter.note(content.records[first].sequence, of: content.records[first].origin)
            end += content.records[first].length
            first += 1
        } while first < content.records.end && content.records[first].offset == end && content.canRead(first)
            && end + content.records[first].length <= last && isWanted(first, of: content, by: replay)
        replay.stage = .backlog(next: first)
        return .frames(start..<end)
    }

    /// Whether a reader is to get a message: it was held when the reader came, and no copy of it was seen.
    private func isWanted(_ number: Int, of channel: Channel, by replay: Replay) -> Bool {
        let record = channel.records[number]
        if let letGoAt = record.letGoAt, letGoAt <= replay.letGoCount { return false }
        guard !replay.filter.contains(record.sequence, of: record.origin) else { return false }
        guard let key = record.key else { return true }
        return !channel.keys.places(of: key).contains { replay.filter.contains($0.sequence, of: $0.origin) }
    }

    private mutating func historyStep(
        _ replay: inout Replay,
        _ history: Replay.History,
        in channel: Int
    ) -> ReplayStep? {
        guard history.left > 0 else { return nil }
        settleOrder(of: channel)
        guard let content = table[channel] else { return nil }
        // What arrived since the reader came is read in the backlog.
        let numbers = content.order.numbers { number in
            guard let last = history.last else { return true }
            return isPlace(last, before: place(of: content.records[number]))
        }
        .lazy.filter { $0 < history.end && content.isInHistory($0, below: history.end) }
        if content.letGoCount != history.letGoCount, Array(numbers.prefix(history.left)).count < history.left {
            return .overtaken
        }
        guard let number = numbers.first(where: { _ in true }) else { return nil }
        let record = content.records[number]
        replay.filter.note(record.sequence, of: record.origin)
        replay.stage = .history(
            Replay.History(
                last: place(of: record),
                left: history.left - 1,
                end: history.end,
                letGoCount: content.letGoCount
            )
        )
        return .frames(record.offset..<(record.offset + record.length))
    }

    private func isPlace(_ first: Replay.Place, before second: Replay.Place) -> Bool {
        if first.time != second.time { return first.time < second.time }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }
}
