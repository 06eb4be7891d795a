import Bytes

/// One item of a frame of entries: an entry, or what stands in the place of some.
///
/// Items are numbered by where they stand: the frame gives the first number, and each item takes as many as it
/// stands for. A snapshot takes none.
enum EntryItem {
    /// The first byte of an item.
    enum Tag: UInt8 {
        case post = 1
        case join = 2
        case leave = 3
        case links = 4
        case address = 5
        case gap = 6
        case snapshot = 7
        case keyedPost = 8
        case previous = 9
        case closedRuns = 10
        case linkedClosedRuns = 11
    }

    /// A message; where its channel's name and its frame stand.
    case post(kind: ChannelKind, channel: Range<Int>, time: Int64, rank: Int64, key: MessageKey?, frame: Range<Int>)

    /// A change of state; where the whole item stands.
    case state(StateChange, time: Int64, bytes: Range<Int>)

    /// Entries that the sender does not hold.
    case gap(GapContents)

    /// Runs of the origin's node that are over, and of which nothing is held.
    case closedRuns(ClosedRuns)

    /// What all state entries up to a number add up to.
    case snapshot(sequence: UInt64, RunState)
}

extension EntryItem {
    /// The largest number of an entry: a million entries a second make as many in nine years.
    ///
    /// JSON has it exactly, and no sum of numbers of one log overflows. What follows the last entry is one above it.
    static let sequenceLimit = MessageID.sequenceLimit

    /// The most neighbours that a node may tell of.
    static let linkLimit = 4096

    /// The longest user name, in bytes: 64 scalars of up to four bytes.
    static let userNameLimit = 256

    /// The longest address of a node, in bytes.
    static let addressLimit = 1024

    /// Reads the item at the cursor.
    ///
    /// - Parameters:
    ///   - bytes: The frame's body.
    ///   - cursor: Where the item starts; moves behind it.
    ///   - frameLimit: The longest frame of a message, in bytes.
    /// - Throws: When the item is cut off, or a value in it is out of its range.
    init(decoding bytes: Span<UInt8>, at cursor: inout ByteCursor, frameLimit: Int) throws(TruncatedInput) {
        let start = cursor.offset
        guard let tag = Tag(rawValue: try cursor.byte(in: bytes)) else { throw TruncatedInput() }
        switch tag {
        case .post, .keyedPost:
            let time = try cursor.time(in: bytes)
            let rank = try cursor.rank(from: time, in: bytes)
            let kind = try cursor.channelKind(in: bytes)
            let channel = try cursor.counted(limit: ChannelKey.nameLimit, in: bytes)
            let key = tag == .keyedPost ? try cursor.messageKey(in: bytes) : nil
            let frame = try cursor.counted(limit: frameLimit, in: bytes)
            self = .post(kind: kind, channel: channel, time: time, rank: rank, key: key, frame: frame)
        case .join, .leave, .links, .address, .previous:
            let time = try cursor.time(in: bytes)
            let change = try StateChange(decoding: bytes, tag: tag, at: &cursor)
            self = .state(change, time: time, bytes: start..<cursor.offset)
        case .gap:
            self = .gap(try GapContents(decoding: bytes, at: &cursor))
        case .closedRuns, .linkedClosedRuns:
            let hasLinks = tag == .linkedClosedRuns
            self = .closedRuns(try ClosedRuns(decoding: bytes, at: &cursor, withLinks: hasLinks))
        case .snapshot:
            let sequence = try cursor.sequence(in: bytes)
            let state = try RunState(decoding: bytes, at: &cursor)
            // Whoever came after it would stand behind users who came later, and nobody would take that state from us.
            guard state.users.last?.sequence ?? 0 <= sequence, state.previous?.at ?? 0 <= sequence else {
                throw TruncatedInput()
            }
            self = .snapshot(sequence: sequence, state)
        }
    }
}

extension ByteCursor {
    /// Reads a time; it must lie after 1970.
    mutating func time(in bytes: Span<UInt8>) throws(TruncatedInput) -> Int64 {
        let value = try integer(UInt64.self, in: bytes)
        guard value <= UInt64(Moment.wallLimit) else { throw TruncatedInput() }
        return Int64(value)
    }

    /// Reads a rank: by how much it is above the time.
    mutating func rank(from time: Int64, in bytes: Span<UInt8>) throws(TruncatedInput) -> Int64 {
        let distance = try varint(in: bytes)
        guard distance <= UInt64(Ranks.limit - time) else { throw TruncatedInput() }
        return time + Int64(distance)
    }

    /// Reads a number of an entry, or a count of them.
    mutating func sequence(in bytes: Span<UInt8>) throws(TruncatedInput) -> UInt64 {
        let value = try varint(in: bytes)
        guard value <= EntryItem.sequenceLimit else { throw TruncatedInput() }
        return value
    }

    /// Reads which run of a node came before another, and up to which entry it was had.
    mutating func runLink(in bytes: Span<UInt8>) throws(TruncatedInput) -> (epoch: UInt64, upTo: UInt64) {
        let epoch = try varint(in: bytes)
        guard epoch <= Epoch.limit else { throw TruncatedInput() }
        return (epoch, try sequence(in: bytes))
    }

    /// Reads the number of the entry that comes next.
    mutating func nextSequence(in bytes: Span<UInt8>) throws(TruncatedInput) -> UInt64 {
        let value = try varint(in: bytes)
        guard value <= EntryItem.sequenceLimit + 1 else { throw TruncatedInput() }
        return value
    }

    /// Reads what an author would recognise a message by.
    mutating func messageKey(in bytes: Span<UInt8>) throws(TruncatedInput) -> MessageKey {
        let high = try integer(UInt64.self, in: bytes)
        return MessageKey(high: high, low: try integer(UInt64.self, in: bytes))
    }

    /// Reads the kind of a channel.
    mutating func channelKind(in bytes: Span<UInt8>) throws(TruncatedInput) -> ChannelKind {
        guard let kind = ChannelKind(rawValue: try byte(in: bytes)) else { throw TruncatedInput() }
        return kind
    }

    /// Reads which channel.
    mutating func channelKey(in bytes: Span<UInt8>) throws(TruncatedInput) -> ChannelKey {
        let kind = try channelKind(in: bytes)
        return ChannelKey(kind: kind, name: bytes.array(in: try counted(limit: ChannelKey.nameLimit, in: bytes)))
    }

    /// Reads a text behind its length.
    mutating func text(limit: Int, in bytes: Span<UInt8>) throws(TruncatedInput) -> String {
        try bytes.string(in: try counted(limit: limit, in: bytes))
    }
}
