/// A part of a channel's history.
public struct HistoryPage: Equatable, Sendable {
    /// Its messages, oldest first, and where their frames lie in the channel's log.
    public var places: [MessagePlace]

    /// Whether there are messages before it that are held.
    public var hasMore: Bool
}

extension GossipNode {
    /// How many second copies of messages are passed for one page.
    ///
    /// So many messages are held of a channel if nothing else is said, and a turn pays 0.6 ms for looking at as many.
    static let copiesPassed = 10_000

    /// The held messages that stand right before another one, in the order of (rank, ID): what a reader sees who scrolls
    /// back.
    ///
    /// - Parameters:
    ///   - id: The message that they stand before; it may be a second copy, which stands for the same message.
    ///   - count: How many of them at most.
    ///   - channel: A channel that is open.
    ///   - looks: Are taken.
    /// - Returns: Those messages; `nil` when the one that they stand before is not held in this channel. Where too many
    ///   copies stand between, what was found so far, or the last of those: who asks on from there gets what is before it.
    public mutating func history(
        before id: MessageID,
        count: Int,
        in channel: Int,
        looks: inout Looks
    ) -> HistoryPage? {
        defer { checkInDebugBuilds(.logs) }
        settleOrder(of: channel)
        guard let content = channels[channel], let origin = number(of: id),
            let number = origins[origin].log.record(of: id.sequence, in: channel), content.records[number].isHeld
        else { return nil }
        let (numbers, hasMore) = earlierMessages(than: content.records[number], count: count, in: content, &looks)
        let places = numbers.reversed().map { number in
            let record = content.records[number]
            return MessagePlace(
                id: self.id(of: record.origin, record.sequence),
                range: record.offset..<(record.offset + record.length),
                hash: record.hash
            )
        }
        return HistoryPage(places: places, hasMore: hasMore)
    }

    /// The messages right before another one in the order of history, newest first, and whether there are more.
    private func earlierMessages(
        than mark: MessageRecord,
        count: Int,
        in content: Channel,
        _ looks: inout Looks
    ) -> (numbers: [Int], hasMore: Bool) {
        let (records, end) = (content.records, content.records.end)
        var (numbers, passed) = ([Int](), 0)
        let earlier = content.timeline.order.backward {
            records[$0].isEarlier(than: mark) { origins.isBefore($0, $1) }
        }
        for number in earlier {
            looks.take()
            if isInHistory(number, of: content, below: end) {
                guard numbers.count < count else { return (numbers, true) }
                numbers.append(number)
            } else if passed < Self.copiesPassed {
                passed += 1
            } else {
                return (numbers.isEmpty ? [number] : numbers, true)
            }
        }
        return (numbers, false)
    }

    /// Whether a message was in the history when there were no records from `end` on.
    func isInHistory(_ number: Int, of content: Channel, below end: Int) -> Bool {
        content.isInHistory(number, below: end) { origins.isBefore($0, $1) }
    }
}
