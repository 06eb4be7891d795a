/// Where a message lies in its channel's log, for whoever looks at a node from outside.
public struct MessagePlace: Sendable, Equatable {
    /// Which message.
    public var id: MessageID

    /// Where its frame lies.
    public var range: Range<Int>

    /// Its part of the channel's transcript: ID, time and frame in one number.
    public var hash: UInt64
}

extension GossipNode {
    /// The messages that are held and whose frames lie in a part of a channel's log, in the order of arrival, second
    /// copies included.
    public func messagePlaces(in range: Range<Int>, of channel: Int) -> [MessagePlace] {
        guard let content = channels[channel] else { return [] }
        let records = content.records
        var (low, high) = (records.start, records.end)
        while low < high {
            let middle = (low + high) / 2
            if records[middle].offset < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        var places: [MessagePlace] = []
        while low < records.end, records[low].offset < range.upperBound {
            let record = records[low]
            low += 1
            guard record.isHeld else { continue }
            let frame = record.offset..<(record.offset + record.length)
            places.append(
                MessagePlace(id: id(of: record.origin, record.sequence), range: frame, hash: record.hash)
            )
        }
        return places
    }
}
