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
    /// The hashes of the messages, which cover ID, time and frame, are added up. The order by (rank, ID) is a
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
    var ages = AgeOrder()
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

    /// The rank of the message that goes first to make room, once ``settle(by:)`` was called.
    var lowestRank: Int64? { order.oldest.map { records[$0].rank } }

    /// Of when the message is that is the first to be too old, once ``settle(by:)`` was called: its time, bounded by its
    /// arrival.
    var oldestTime: Int64? { lowestRank.map { min($0, ages.first?.time ?? .max) } }

    /// Adds a message at the end of the log, in two parts of one frame.
    ///
    /// Its part of the transcript is made of its identity and of the whole frame: where the parts were split is known
    /// to the node that it was posted on, and to no other.
    ///
    /// `isBefore` tells whether an origin sorts before another, by name and epoch; it is asked about copies of one
    /// message that have one rank. `age` is of when the message is for retention; see ``AgeOrder``.
    ///
    /// - Returns: The number of its record.
    mutating func append(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        from origin: Int,
        sequence: UInt64,
        time: Int64,
        rank: Int64,
        age: Int64,
        identity: UInt64,
        key: MessageKey?,
        isBefore: (Int, Int) -> Bool
    ) -> Int {
        let length = head.count + tail.count
        let offset = frames.append(head, tail)
        let hash = frames.withBytes(from: offset, to: frames.end) { $0.hash(seed: identity) }
        let number = records.end
        let isNewest = order.newest.map { records[$0].rank < rank } ?? true
        records.append(
            MessageRecord(
                origin: origin,
                sequence: sequence,
                time: time,
                rank: rank,
                offset: offset,
                length: length,
                hash: hash,
                key: key
            )
        )
        order.append(number, isNewest: isNewest)
        if age != rank { ages.append(number, at: age) }
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

    /// Brings late messages to their place in the order of ranks.
    ///
    /// - Parameter isBefore: Whether an origin sorts before another, by name and epoch; asked when ranks are equal.
    mutating func settle(by isBefore: (Int, Int) -> Bool) {
        let records = records
        order.settle { records[$0].isEarlier(than: records[$1], by: isBefore) }
    }

    /// Lets go of the message of the lowest rank, once ``settle(by:)`` was called.
    ///
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeLowest() -> MessageRecord? {
        guard let number = order.oldest else { return nil }
        order.removeOldest()
        return letGo(number)
    }

    /// Lets go of the message that is the first to be too old, once ``settle(by:)`` was called.
    ///
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeOldest(by isBefore: (Int, Int) -> Bool) -> MessageRecord? {
        guard let lowest = lowestRank, let first = ages.first, first.time < lowest else { return removeLowest() }
        let records = records
        order.remove(first.number) { records[$0].isEarlier(than: records[$1], by: isBefore) }
        return letGo(first.number)
    }

    /// Gives the memory of a message back; a later copy then stands for it.
    private mutating func letGo(_ number: Int) -> MessageRecord {
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
        forgetAges()
        losses.removeAll(before: records.start)
        silentRanges.removeAll(below: silentRanges.partition { $0.upperBound <= frames.start })
        return record
    }

    /// Forgets how old messages are that are gone.
    private mutating func forgetAges() {
        let records = records
        func isHeld(_ number: Int) -> Bool { number >= records.start && records[number].isHeld }
        while let first = ages.first, !isHeld(first.number) { ages.removeFirst() }
        if ages.count > 2 * heldCount + 64 { ages.keepAll(where: isHeld) }
    }

    /// The first stretch at or after `offset` that live readers pass over.
    public func silentRange(from offset: Int) -> Range<Int>? {
        let number = silentRanges.partition { $0.upperBound <= offset }
        return number < silentRanges.end ? silentRanges[number] : nil
    }
}
