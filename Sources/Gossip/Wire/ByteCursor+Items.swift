import Bytes

/// What a post says beside the message's frame, which follows it.
struct PostHead {
    var envelope: Envelope
    var kind: ChannelKind

    /// Where its channel's name stands, and its notes, if it has any.
    var channel: Range<Int>
    var notes = 0..<0
}

extension ByteCursor {
    /// Reads what stands before the frame of a post.
    mutating func post(_ tag: EntryItem.Tag, in bytes: Span<UInt8>) throws(TruncatedInput) -> PostHead {
        let time = try time(in: bytes)
        let rank = try rank(from: time, in: bytes)
        let kind = try channelKind(in: bytes)
        let channel = try counted(limit: ChannelKind.nameLimit, in: bytes)
        let key = tag == .keyedPost || tag == .notedKeyedPost ? try messageKey(in: bytes) : nil
        let envelope = Envelope(time: time, rank: rank, key: key)
        var head = PostHead(envelope: envelope, kind: kind, channel: channel)
        if tag == .notedPost || tag == .notedKeyedPost {
            head.notes = try counted(limit: MessageRecord.notesLimit, in: bytes)
            guard !head.notes.isEmpty else { throw TruncatedInput() }
        }
        return head
    }

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

    /// Reads which channel; `last` is the one that stands before it, if any does: of many users in one room all share it.
    mutating func channelKey(
        in bytes: Span<UInt8>,
        after last: ChannelKey? = nil
    ) throws(TruncatedInput) -> ChannelKey {
        let kind = try channelKind(in: bytes)
        let name = try counted(limit: ChannelKind.nameLimit, in: bytes)
        if let last, last.kind == kind, last.name.isEqual(to: bytes.extracting(name)) { return last }
        return ChannelKey(kind: kind, name: bytes.array(in: name))
    }

    /// Reads a text behind its length.
    mutating func text(limit: Int, in bytes: Span<UInt8>) throws(TruncatedInput) -> String {
        try bytes.string(in: try counted(limit: limit, in: bytes))
    }
}
