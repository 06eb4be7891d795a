import Bytes

extension GossipNode {
    /// How much one step gives at most, in bytes, so that a reader does not hold up the others.
    static let replayBytes = 64 << 10

    /// A reader who wants everything that a position does not cover, then what is live.
    ///
    /// - Parameters:
    ///   - position: What it has seen.
    ///   - channel: A channel that is open.
    /// - Returns: The reader, and how many messages it has not seen are no longer held; where a node cannot tell
    ///   exactly, not fewer than there were.
    public func replay(after position: Position, in channel: Int) -> (replay: Replay, lost: UInt64) {
        let filter = SeenFilter(position) { number(of: $0) }
        let start = table.channels[channel]?.records.start ?? 0
        var lost: UInt64 = 0
        if let key = key(of: channel) {
            for origin in origins.origins.indices where isInPosition(origin, in: channel, position: filter) {
                lost += origins[origin].log.lostMessages(above: filter.head(of: origin), in: key)
            }
        }
        return (Replay(stage: .backlog(next: start), filter: filter), lost)
    }

    /// A reader who wants the newest messages that are held, in the order of time, then what is live.
    ///
    /// - Parameters:
    ///   - count: How many messages.
    ///   - channel: A channel that is open.
    /// - Returns: The reader, and where it stands: a position before the first of them.
    public mutating func replay(history count: Int, in channel: Int) -> (replay: Replay, position: Position) {
        settleOrder(of: channel)
        var position = position(in: channel)
        guard let content = table.channels[channel] else { return (Replay(stage: .backlog(next: 0)), position) }
        let numbers = content.order.suffix(count)
        for number in numbers.reversed() {
            let record = content.records[number]
            position.retreat(to: id(of: record.origin, record.sequence - 1))
        }
        let last = content.order.number(beforeLast: numbers.count).map { place(of: content.records[$0]) }
        let stage = Replay.Stage.history(last: last, left: numbers.count, end: content.records.end)
        return (Replay(stage: stage), position)
    }

    /// Where somebody stands who has seen everything of a channel that this node has.
    ///
    /// It names the origins that are running, and those whose messages are held.
    public func position(in channel: Int) -> Position {
        var position = Position()
        for origin in origins.origins.indices where isInPosition(origin, in: channel, position: nil) {
            position.advance(to: id(of: origin, origins[origin].log.head))
        }
        return position
    }

    /// The next step of a reader.
    ///
    /// - Parameters:
    ///   - replay: The reader.
    ///   - channel: Its channel.
    ///   - reached: The offset up to which the live members were sent everything; the reader gets no further.
    /// - Returns: What to do.
    public mutating func advance(_ replay: inout Replay, in channel: Int, upTo reached: Int) -> ReplayStep {
        if case .history(let last, let left, let end) = replay.stage {
            if left > 0, let step = historyStep(&replay, after: last, left: left, end: end, in: channel) { return step }
            replay.stage = .backlog(next: end)
        }
        guard case .backlog(let next) = replay.stage, let content = table.channels[channel] else { return .live }
        guard next >= content.records.start else { return .overtaken }
        replay.filter?.resolve { number(of: $0) }
        var first = next
        while first < content.records.end, content.records[first].offset < reached,
            !isWanted(first, of: content, by: replay)
        {
            first += 1
        }
        guard first < content.records.end, content.records[first].offset < reached else {
            replay.stage = .backlog(next: first)
            return stepAtEnd(of: &replay)
        }
        let start = content.records[first].offset
        let limit = min(content.frames.chunkEnd(after: start), start + Self.replayBytes, reached)
        var end = start + content.records[first].length
        first += 1
        while first < content.records.end, content.records[first].offset == end,
            end + content.records[first].length <= limit, isWanted(first, of: content, by: replay)
        {
            end += content.records[first].length
            first += 1
        }
        replay.stage = .backlog(next: first)
        return .frames(start..<end)
    }

    /// Whether retention let go of what a reader would get next.
    public func isOvertaken(_ replay: Replay, in channel: Int) -> Bool {
        guard case .backlog(let next) = replay.stage, let content = table.channels[channel] else { return false }
        return next < content.records.start
    }

    /// A reader that has read everything is live, unless something may still arrive that it has seen elsewhere.
    private func stepAtEnd(of replay: inout Replay) -> ReplayStep {
        guard let filter = replay.filter else { return .live }
        guard filter.isCovered(heads: { origins[$0].log.head }) else { return .wait }
        replay.filter = nil
        return .live
    }

    /// Whether a reader is to get a message: it is held, and neither it nor a copy of it was seen.
    private func isWanted(_ number: Int, of channel: Channel, by replay: Replay) -> Bool {
        let record = channel.records[number]
        guard record.isHeld else { return false }
        guard let filter = replay.filter else { return true }
        return !filter.contains(record.sequence, of: record.origin)
            && !channel.aliases(of: number).contains { filter.contains($0.sequence, of: $0.origin) }
    }

    private mutating func historyStep(
        _ replay: inout Replay,
        after last: Replay.Place?,
        left: Int,
        end: Int,
        in channel: Int
    ) -> ReplayStep? {
        settleOrder(of: channel)
        guard let content = table.channels[channel] else { return nil }
        let numbers = content.order.numbers(from: { number in
            guard let last else { return true }
            return isPlace(last, before: place(of: content.records[number]))
        })
        // What arrived since the reader came is read in the backlog.
        guard let number = numbers.first(where: { $0 < end && content.records[$0].isHeld }) else { return nil }
        let record = content.records[number]
        replay.stage = .history(last: place(of: record), left: left - 1, end: end)
        return .frames(record.offset..<(record.offset + record.length))
    }

    private func place(of record: MessageRecord) -> Replay.Place {
        Replay.Place(time: record.time, origin: record.origin, sequence: record.sequence)
    }

    private func isPlace(_ first: Replay.Place, before second: Replay.Place) -> Bool {
        if first.time != second.time { return first.time < second.time }
        if first.origin != second.origin { return origins.isBefore(first.origin, second.origin) }
        return first.sequence < second.sequence
    }

    /// Whether an origin counts for positions in a channel: it runs, or some of its messages there are held, or the
    /// client knows it.
    private func isInPosition(_ origin: Int, in channel: Int, position: SeenFilter?) -> Bool {
        guard origins[origin].log.head > 0 else { return false }
        return isCurrent(origin) || origins[origin].log.holdsPost(in: channel) || position?.head(of: origin) ?? 0 > 0
    }

    private mutating func settleOrder(of channel: Int) {
        table.update(channel) { $0.settle { origins.isBefore($0, $1) } }
    }

    private func number(of id: MessageID) -> Int? {
        let name = Array(id.node.utf8)
        return origins.number(of: name.span, epoch: id.epoch)
    }

    /// The ID of an entry.
    func id(of origin: Int, _ sequence: UInt64) -> MessageID {
        MessageID(node: origins[member: origins[origin].node].name, epoch: origins[origin].epoch, sequence: sequence)
    }
}
