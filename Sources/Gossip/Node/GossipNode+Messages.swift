/// A message of a channel, and where its frame lies: for those who frame it in another way.
public struct ChannelMessage: Sendable {
    /// Which message it is.
    public let id: MessageID

    /// When it was posted, in microseconds since 1970.
    public let time: Int64

    /// Where its frame lies in the channel's log.
    public let range: Range<Int>

    /// What belongs to it beside the frame, as it was posted with it; nothing for most messages.
    public let notes: [UInt8]
}

extension GossipNode {
    /// The number of the message of a channel whose frame begins at an offset of the channel's log.
    ///
    /// Messages are numbered in the order of arrival, without holes.
    public func messageNumber(at offset: Int, of channel: Int) -> Int {
        channels.messageNumber(at: offset, of: channel)
    }

    /// A message of a channel, by its number.
    ///
    /// - Parameters:
    ///   - number: Its number.
    ///   - channel: A channel that is open.
    /// - Returns: It; `nil` when it is not known any more which message it was, or what belongs to it.
    public func message(_ number: Int, of channel: Int) -> ChannelMessage? {
        guard let record = channels.record(number, of: channel), origins.isOpen(record.origin),
            let notes = record.notesLength > 0 ? channels.notes(of: number, of: channel) : []
        else { return nil }
        return ChannelMessage(
            id: id(of: record.origin, record.sequence),
            time: record.time,
            range: record.offset..<(record.offset + record.length),
            notes: notes
        )
    }
}
