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
        var number = records.number(at: range.lowerBound)
        var places: [MessagePlace] = []
        while number < records.end, records[number].offset < range.upperBound {
            let record = records[number]
            number += 1
            guard record.isHeld else { continue }
            let frame = record.offset..<(record.offset + record.length)
            places.append(
                MessagePlace(id: id(of: record.origin, record.sequence), range: frame, hash: record.hash)
            )
        }
        return places
    }
}
