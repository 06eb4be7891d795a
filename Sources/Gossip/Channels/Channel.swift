public import Bytes

/// A channel as this node holds it: ready frames in the order of arrival, and what is known of each.
public struct Channel {
    /// What a channel costs in which something is held, beside its name and its messages, in bytes.
    static let cost = 512

    /// Which channel it is.
    let key: ChannelKey

    /// The frames, ready to be sent; a client is an offset into this log.
    public private(set) var frames = ByteLog()

    /// What is remembered of each message beside its frame, in the same order.
    private(set) var records = RecordPages()

    /// The held messages in the order of ranks.
    private(set) var timeline = Timeline()

    /// Those of them that stand in the history.
    private var history = Transcript()

    /// How many bytes the frames of the held messages have, with those of second copies.
    public private(set) var byteCount = 0

    /// How many messages are known to have existed that could no longer be had.
    public internal(set) var lostCount: UInt64 = 0

    private(set) var shares = OriginShares()

    /// Losses, copies of messages, and notes.
    var exceptions = Rarely<ChannelExceptions>()

    /// What keeps it alive, and which lists have it.
    var use = ChannelUse()

    init(key: ChannelKey) {
        self.key = key
    }

    /// What stands for a number without a channel.
    static var free: Channel {
        var channel = Channel(key: ChannelKey(kind: .chat, name: []))
        channel.use.isFree = true
        return channel
    }

    /// Chat or relay.
    public var kind: ChannelKind { key.kind }

    /// The name, in UTF-8.
    public var name: [UInt8] { key.name }

    /// How many messages are held.
    public var messageCount: Int { history.messageCount }

    /// A hash of the held messages: equal on two nodes that hold the same.
    public var transcript: UInt64 { history.hash }

    /// The rank of the message that goes first to make room, once ``settle(by:)`` was called.
    var lowestRank: Int64? { timeline.lowestRank(of: records) }

    /// Of when the message is that is the first to be too old, once ``settle(by:)`` was called: its time, bounded by its
    /// arrival.
    var oldestTime: Int64? { timeline.oldestTime(of: records) }

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
        notes: Span<UInt8>,
        _ envelope: Envelope,
        from origin: Int,
        sequence: UInt64,
        age: Int64,
        identity: UInt64,
        isBefore: (Int, Int) -> Bool
    ) -> Int {
        let length = head.count + tail.count
        let offset = frames.end
        let hash = frames.append(head, tail, hashedFrom: identity)
        let number = records.end
        records.append(
            MessageRecord(
                origin: origin,
                sequence: sequence,
                envelope,
                offset: offset,
                length: length,
                hash: hash,
                notesLength: notes.count
            )
        )
        timeline.append(number, of: records, age: age)
        if !notes.isEmpty { append(notes, to: number) }
        byteCount += length
        shares.add(sequence, of: origin)
        history.show(hash)
        if let key = envelope.key { settle(key, of: number, by: isBefore) }
        return number
    }

    /// Finds out which copy stands for a message; who is live here has seen the one that came first.
    private mutating func settle(_ key: MessageKey, of number: Int, by isBefore: (Int, Int) -> Bool) {
        let records = records
        let hidden = exceptions.value.keys.add(
            number,
            for: key,
            place: { EntryPlace(origin: records[$0].origin, sequence: records[$0].sequence) },
            isEarlier: { records[$0].isEarlier(than: records[$1], by: isBefore) }
        )
        guard let hidden else { return }
        history.hide(records[hidden].hash)
        exceptions.value.silentRanges.append(records[number].offset..<frames.end)
    }

    /// Brings late messages to their place in the order of ranks.
    ///
    /// - Parameter isBefore: Whether an origin sorts before another, by name and epoch; asked when ranks are equal.
    mutating func settle(by isBefore: (Int, Int) -> Bool) {
        timeline.settle(records, by: isBefore)
    }

    /// Lets go of the message of the lowest rank, once ``settle(by:)`` was called.
    ///
    /// - Parameter isBefore: Whether an origin sorts before another, by name and epoch.
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeLowest(by isBefore: (Int, Int) -> Bool) -> MessageRecord? {
        timeline.removeLowest(of: records).map { letGo($0, by: isBefore) }
    }

    /// Lets go of the message that is the first to be too old, once ``settle(by:)`` was called.
    ///
    /// - Returns: Its record; `nil` when nothing is held.
    mutating func removeOldest(by isBefore: (Int, Int) -> Bool) -> MessageRecord? {
        timeline.removeOldest(of: records, by: isBefore).map { letGo($0, by: isBefore) }
    }

    /// Lets go of a message that is held, wherever it is, once ``settle(by:)`` was called.
    mutating func remove(_ number: Int, by isBefore: (Int, Int) -> Bool) {
        timeline.remove(number, of: records, by: isBefore)
        _ = letGo(number, by: isBefore)
    }

    /// Gives the memory of a message back; a later copy then stands for it.
    private mutating func letGo(_ number: Int, by isBefore: (Int, Int) -> Bool) -> MessageRecord {
        let record = records[number]
        byteCount -= record.length
        shares.removeOne(of: record.origin)
        if let key = record.key {
            let (stood, heir) = forget(key, of: number, by: isBefore)
            if stood { history.hide(record.hash) }
            if let heir { history.show(records[heir].hash) }
        } else {
            history.hide(record.hash)
        }
        records.letGo(number, at: timeline.letGoCount)
        frames.letGo(record.length, at: record.offset)
        if record.notesLength > 0 { letGoNotes(of: number, record) }
        timeline.forgetAges(of: records)
        if exceptions.isUsed { forgetExceptions() }  // nearly always there are none, and this is done for each message
        return record
    }

    private mutating func forgetExceptions() {
        losses.removeAll(before: records.start)
        exceptions.value.notes.forget(unreadableIn: frames, before: records.start)
        let start = exceptions.value.silentRanges.partition { $0.upperBound <= frames.start }
        exceptions.value.silentRanges.removeAll(below: start, leaving: 0..<0)
    }

    /// Finds out anew of when messages are, once ``settle(by:)`` was called, since the wall clock was set.
    ///
    /// Where it was set back, nothing that is held is of later than what comes now: else it would stay until its time
    /// comes. Where it was set forward, what is believed now is of its time.
    ///
    /// - Parameters:
    ///   - latest: The latest time that retention believes now.
    ///   - isBack: Whether it was set back.
    mutating func recount(upTo latest: Int64, isBack: Bool) {
        timeline.recount(records, upTo: latest, isBack: isBack)
    }
}
