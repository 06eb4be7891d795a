public import Bytes

/// A channel as this node holds it: ready frames in the order of arrival, and what is known of each.
public struct Channel {
    /// What a channel costs in which something is held, beside its name and its messages, in bytes.
    static let cost = 512

    /// Chat or relay.
    public let kind: ChannelKind

    /// The name, in UTF-8.
    public let name: [UInt8]

    /// The frames, ready to be sent; a client is an offset into this log.
    public private(set) var frames = ByteLog()

    /// How many messages are held.
    public private(set) var messageCount = 0

    /// How many bytes the frames of the held messages have, with those of second copies.
    public private(set) var byteCount = 0

    /// How many messages are known to have existed that could no longer be had.
    public internal(set) var lostCount: UInt64 = 0

    /// A hash of the held messages: equal on two nodes that hold the same.
    ///
    /// The hashes of the messages, which cover ID, time and frame, are added up. The order by (time, ID) is a
    /// function of the set, so equal sets are equal transcripts, and a late message costs one addition.
    public private(set) var transcript: UInt64 = 0

    /// Whether this stands for a number without a channel.
    private(set) var isFree = false

    /// How many clients and users keep the channel alive.
    var retainCount = 0

    /// Whether the node's list of channels that grew has it.
    var isMarkedGrown = false

    private(set) var records = RecordPages()
    private(set) var order = TimeOrder()
    var ahead = AheadOfTime()

    /// The time under which the table's queue has the channel; see ``OldestQueue``.
    var queuedTime = Int64.max
    private(set) var keys = KeyTable()
    private(set) var shares = OriginShares()

    /// How many messages retention has let go.
    private(set) var letGoCount = 0

    /// What turned out to be lost while somebody used the channel.
    var losses = Losses()

    /// Where frames lie that live readers pass over: they have seen another copy of the message.
    private var silentRanges = SlidingArray<Range<Int>>()

    init(key: ChannelKey) {
        kind = key.kind
        name = key.name
    }

    /// What stands for a number without a channel.
    static var free: Channel {
        var channel = Channel(key: ChannelKey(kind: .chat, name: []))
        channel.isFree = true
        return channel
    }

    /// Which channel it is.
    var key: ChannelKey { ChannelKey(kind: kind, name: name) }

    /// Up to when the message counts that goes first, once ``settle(by:)`` was called: its time, bounded by its arrival.
    var oldestTime: Int64? {
        guard let oldest = order.oldest else { return nil }
        return min(records[oldest].time, ahead.first?.time ?? .max)
    }

    /// Adds a message at the end of the log, in two parts of one frame.
    ///
    /// Its part of the transcript is made of its identity and of the whole frame: where the parts were split is known
    /// to the node that it was posted on, and to no other.
    ///
    /// `isBefore` tells whether an origin sorts before another, by name and epoch; it is asked about copies of one
    /// message that have one time. `latest` is the latest time that retention believes now.
    ///
    /// - Returns: The number of its record.
    mutating func append(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        from origin: Int,
        sequence: UInt64,
        time: Int64,
        countingUpTo latest: Int64,
        identity: UInt64,
        key: MessageKey?,
        isBefore: (Int, Int) -> Bool
    ) -> Int {
        let length = head.count + tail.count
        let offset = frames.append(head, tail)
        let hash = frames.withBytes(from: offset, to: frames.end) { $0.hash(seed: identity) }
        let number = records.end
        let isNewest = order.newest.map { records[$0].time < time } ?? true
        records.append(
            MessageRecord(
                origin: origin,
                sequence: sequence,
                time: time,
                offset: offset,
                length: length,
                hash: hash,
                key: key
            )
        )
        order.append(number, isNewest: isNewest)
        if time > latest { ahead.append(number, until: latest) }
        byteCount += length
        shares.add(sequence, of: origin)
        show(number)
        if let key { settle(key, of: number, by: isBefore) }
        return number
    }

    /// Finds out which copy stands for a message; who is live here has seen the one that came first.
    private mutating func settle(_ key: MessageKey, of number: Int, by isBefore: (Int, Int) -> Bool) {
        let records = records
        let hidden = keys.add(
            number,
            for: key,
            place: { EntryPlace(origin: records[$0].origin, sequence: records[$0].sequence) },
            isEarlier: { records[$0].isEarlier(than: records[$1], by: isBefore) }
        )
        guard let hidden else { return }
        hide(hidden)
        silentRanges.append(records[number].offset..<frames.end)
    }

    /// Counts a message that from now on is in the history.
    private mutating func show(_ number: Int) {
        messageCount += 1
        transcript &+= records[number].hash
    }

    /// Counts a message that no longer is.
    private mutating func hide(_ number: Int) {
        messageCount -= 1
        transcript &-= records[number].hash
    }

    /// Brings late messages to their place in the order of time.
    ///
    /// - Parameter isBefore: Whether an origin sorts before another, by name and epoch; asked when times are equal.
    mutating func settle(by isBefore: (Int, Int) -> Bool) {
        let records = records
        order.settle { records[$0].isEarlier(than: records[$1], by: isBefore) }
    }

    /// Lets go of the message that counts as the oldest, once ``settle(by:)`` was called, and gives its memory back; a
    /// later copy then stands for it.
    ///
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeOldest(by isBefore: (Int, Int) -> Bool) -> MessageRecord? {
        guard var number = order.oldest else { return nil }
        if let first = ahead.first, first.time < records[number].time {
            number = first.number
            ahead.removeFirst()
            let records = records
            order.remove(number) { records[$0].isEarlier(than: records[$1], by: isBefore) }
        } else {
            order.removeOldest()
        }
        let record = records[number]
        letGoCount += 1
        byteCount -= record.length
        shares.removeOne(of: record.origin)
        if let key = record.key {
            let (stood, heir) = keys.remove(number, of: key)
            if stood { hide(number) }
            if let heir { show(heir) }
        } else {
            hide(number)
        }
        records.letGo(number, at: letGoCount)
        frames.letGo(record.length, at: record.offset)
        losses.removeAll(before: records.start)
        silentRanges.removeAll(below: silentRanges.partition { $0.upperBound <= frames.start })
        return record
    }

    /// The first stretch at or after `offset` that live readers pass over.
    public func silentRange(from offset: Int) -> Range<Int>? {
        let number = silentRanges.partition { $0.upperBound <= offset }
        return number < silentRanges.end ? silentRanges[number] : nil
    }
}
