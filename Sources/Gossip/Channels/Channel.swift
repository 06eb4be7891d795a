public import Bytes

/// A channel as this node holds it: ready frames in the order of arrival, and what is known of each.
public struct Channel {
    /// What an empty channel costs, in bytes.
    static let cost = 512

    /// Chat or relay.
    public let kind: ChannelKind

    /// The name, in UTF-8.
    public let name: [UInt8]

    /// The frames, ready to be sent; a client is an offset into this log.
    public private(set) var frames = ByteLog()

    /// How many messages are held.
    public private(set) var messageCount = 0

    /// How many bytes the frames of the held messages have.
    public private(set) var byteCount = 0

    /// How many messages are known to have existed that could no longer be had.
    public internal(set) var lostCount: UInt64 = 0

    /// A hash of the held messages: equal on two nodes that hold the same.
    ///
    /// The hashes of the messages, which cover ID, time and frame, are added up. The order by (time, ID) is a
    /// function of the set, so equal sets are equal transcripts, and a late message costs one addition.
    public private(set) var transcript: UInt64 = 0

    /// How many clients and users keep the channel alive.
    var retainCount = 0

    /// Whether the node's list of channels that grew has it.
    var isMarkedGrown = false

    private(set) var records = SlidingArray<MessageRecord>()
    private(set) var order = TimeOrder()

    /// The held message of every key.
    private var numbers: [MessageKey: Int] = [:]

    /// The entries for which a message stays, by its record.
    private var aliases: [Int: [EntryPlace]] = [:]

    /// Where frames lie that live readers pass over: they have seen another copy of the message.
    public private(set) var silentRanges: [Range<Int>] = []

    init(key: ChannelKey) {
        kind = key.kind
        name = key.name
    }

    /// What the channel takes of the node's memory, in bytes.
    var memoryBytes: Int {
        Self.cost + name.count + frames.allocatedBytes + records.count * MessageRecord.cost
    }

    /// The time of the oldest held message, once ``settle(by:)`` was called.
    var oldestTime: Int64? { order.oldest.map { records[$0].time } }

    /// Adds a message at the end of the log, in two parts of one frame.
    ///
    /// Its part of the transcript is made of its identity and of the whole frame: where the parts were split is known
    /// to the node that it was posted on, and to no other.
    ///
    /// - Returns: The number of its record.
    mutating func append(
        _ head: Span<UInt8>,
        _ tail: Span<UInt8>,
        from origin: Int,
        sequence: UInt64,
        time: Int64,
        identity: UInt64,
        key: MessageKey? = nil,
        isSilent: Bool = false
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
        if isSilent { silentRanges.append(offset..<frames.end) }
        if let key { take(key, for: number) }
        order.append(number, isNewest: isNewest)
        messageCount += 1
        byteCount += length
        transcript &+= hash
        return number
    }

    /// Brings late messages to their place in the order of time.
    ///
    /// - Parameter isBefore: Whether an origin sorts before another, by name and epoch; asked when times are equal.
    mutating func settle(by isBefore: (Int, Int) -> Bool) {
        let records = records
        order.settle { first, second in
            let (first, second) = (records[first], records[second])
            if first.time != second.time { return first.time < second.time }
            if first.origin != second.origin { return isBefore(first.origin, second.origin) }
            return first.sequence < second.sequence
        }
    }

    /// Lets go of the oldest message, once ``settle(by:)`` was called.
    ///
    /// - Returns: Its record, and the entries for which it stayed; `nil` when nothing is held.
    mutating func removeOldest() -> (record: MessageRecord, aliases: [EntryPlace])? {
        guard let number = order.oldest else { return nil }
        order.removeOldest()
        let record = letGo(of: number)
        if let key = record.key, numbers[key] == number { numbers[key] = nil }
        return (record, aliases.isEmpty ? [] : aliases.removeValue(forKey: number) ?? [])
    }

    private mutating func letGo(of number: Int) -> MessageRecord {
        records[number].isHeld = false
        let record = records[number]
        messageCount -= 1
        byteCount -= record.length
        transcript &-= record.hash
        return record
    }

    /// The number of the held message with a key.
    func number(of key: MessageKey) -> Int? { numbers[key] }

    /// The held message with a key.
    func record(of key: MessageKey) -> MessageRecord? { numbers[key].map { records[$0] } }

    /// Makes a message the one with its key; what was it before is no longer held, and an alias of the new one.
    private mutating func take(_ key: MessageKey, for number: Int) {
        guard let other = numbers.updateValue(number, forKey: key) else { return }
        order.remove(other)
        let record = letGo(of: other)
        aliases[number] =
            (aliases.removeValue(forKey: other) ?? [])
            + [EntryPlace(origin: record.origin, sequence: record.sequence)]
    }

    /// Notes that a message stays for another entry.
    mutating func add(alias: EntryPlace, to number: Int) {
        aliases[number, default: []].append(alias)
    }

    /// The entries for which a message stays.
    func aliases(of number: Int) -> [EntryPlace] {
        aliases.isEmpty ? [] : aliases[number] ?? []
    }

    /// The first stretch at or after `offset` that live readers pass over.
    public func silentRange(from offset: Int) -> Range<Int>? {
        silentRanges.first { $0.upperBound > offset }
    }

    /// Gives back the memory in front of the first message that is still held.
    mutating func trim() {
        var number = records.start
        while number < records.end, !records[number].isHeld { number += 1 }
        guard number > records.start else { return }
        frames.removeChunks(below: number < records.end ? records[number].offset : frames.end)
        silentRanges.removeAll { $0.upperBound <= frames.start }
        records.removeAll(below: number)
    }
}
