/// A part of a channel's history.
public struct HistoryPage: Equatable, Sendable {
    /// Its messages, oldest first, and where their frames lie in the channel's log.
    public var places: [MessagePlace]

    /// Whether there are messages before it that are held.
    public var hasMore: Bool
}

extension GossipNode {
    /// The held messages that stand right before another one, in the order of (rank, ID): what a reader sees who scrolls
    /// back.
    ///
    /// - Parameters:
    ///   - id: The message that they stand before; it may be a second copy, which stands for the same message.
    ///   - count: How many of them at most.
    ///   - channel: A channel that is open.
    /// - Returns: Those messages; `nil` when the one that they stand before is not held in this channel.
    public mutating func history(before id: MessageID, count: Int, in channel: Int) -> HistoryPage? {
        defer { checkInDebugBuilds(.logs) }
        settleOrder(of: channel)
        guard let content = channels[channel], let origin = number(of: id),
            let number = origins[origin].log.record(of: id.sequence, in: channel), content.records[number].isHeld
        else { return nil }
        let (records, end) = (content.records, content.records.end)
        let mark = records[number]
        // One more tells whether there are more.
        let numbers = content.timeline.order.newest(count + 1) {
            isInHistory($0, of: content, below: end)
        } before: {
            records[$0].isEarlier(than: mark) { origins.isBefore($0, $1) }
        }
        let places = numbers.prefix(count).reversed().map { number in
            let record = records[number]
            return MessagePlace(
                id: self.id(of: record.origin, record.sequence),
                range: record.offset..<(record.offset + record.length),
                hash: record.hash
            )
        }
        return HistoryPage(places: places, hasMore: numbers.count > count)
    }

    /// Whether a message was in the history when there were no records from `end` on.
    func isInHistory(_ number: Int, of content: Channel, below end: Int) -> Bool {
        content.isInHistory(number, below: end) { origins.isBefore($0, $1) }
    }
}
