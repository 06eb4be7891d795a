import Bytes

/// A gap as it travels: where it begins, the place of its item says.
///
///     ├─ entries ─┬─ channels ─┬─ kind of count ─┬─ channel ─┬─ messages ─┬ ⋯ ┤
struct GapContents {
    /// What stands in front of a count.
    fileprivate enum CountKind: UInt8 {
        /// Of channels without a name.
        case unnamed = 0

        /// Of a channel, in a gap of which it is known how many entries were messages: as many as it counts, or all.
        case named = 1

        /// Of a channel, in a gap that may have had less messages than it counts; older nodes take it for the former.
        case namedAtMost = 2
    }

    /// How many entries are missing.
    let length: UInt64

    /// How many of them were messages, by channel.
    let counts: [Gap.Count]

    /// Whether they may have been less.
    let isAtMost: Bool

    /// Reads what follows the tag.
    ///
    /// - Throws: When it is cut off, or counts what cannot be.
    init(decoding bytes: Span<UInt8>, at cursor: inout ByteCursor) throws(TruncatedInput) {
        length = try cursor.sequence(in: bytes)
        (counts, isAtMost) = try Self.counts(decoding: bytes, at: &cursor)
        guard length >= 1, Gap.areSound(counts, length: length) else { throw TruncatedInput() }
    }

    /// Reads how many messages there were of channels, and whether they may have been less.
    ///
    /// - Throws: When it is cut off, or there are more channels than a gap counts apart.
    static func counts(
        decoding bytes: Span<UInt8>,
        at cursor: inout ByteCursor
    ) throws(TruncatedInput) -> (counts: [Gap.Count], isAtMost: Bool) {
        let count = try cursor.varint(in: bytes)
        guard count <= UInt64(Gap.channelLimit + 1) else { throw TruncatedInput() }
        var counts: [Gap.Count] = []
        var isAtMost = false
        for _ in 0..<count {
            let kind = try cursor.byte(in: bytes)
            let channel = kind == CountKind.unnamed.rawValue ? nil : try cursor.channelKey(in: bytes)
            let count = Gap.Count(channel: channel, messages: try cursor.sequence(in: bytes))
            let isFirstAtMost = kind == CountKind.namedAtMost.rawValue && !isAtMost
            if isFirstAtMost { isAtMost = true }
            if !isFirstAtMost || count != Gap.Count.ofNobody { counts.append(count) }
        }
        return (counts, isAtMost)
    }

    /// The gap, where it begins.
    func gap(from sequence: UInt64) -> Gap {
        Gap(lower: sequence, upper: sequence + length - 1, counts: counts, isAtMost: isAtMost)
    }
}

extension Gap.Count {
    /// No messages: it says that others without a name are counted at most, and is read so by older nodes too.
    fileprivate static let ofNobody = Gap.Count(channel: ChannelKey(kind: .relay, name: []), messages: 0)
}

extension [UInt8] {
    /// Appends a gap as an item.
    mutating func append(_ gap: Gap) {
        let item = beginItem(.gap)
        append(varint: gap.length)
        append(gap.counts, as: gap.isExact || gap.isAllMessages ? .named : .namedAtMost)
        endItem(item)
    }

    /// Appends how much was counted as lost with the gap that follows, where the gap does not say it.
    mutating func appendCountedLosses(of gap: Gap) {
        guard gap.isCountedApart else { return }
        let item = beginItem(.countedLosses)
        append(gap.counted, as: .named)
        endItem(item)
    }

    private mutating func append(_ counts: [Gap.Count], as named: GapContents.CountKind) {
        var counts = counts
        if named == .namedAtMost, counts.allSatisfy({ $0.channel == nil }) {
            // What has no name cannot say that it is at most. Taken for exact, it may leave no room for a change of state.
            counts.append(.ofNobody)
        }
        append(varint: UInt64(counts.count))
        for count in counts {
            append((count.channel == nil ? GapContents.CountKind.unnamed : named).rawValue)
            if let channel = count.channel { append(channel) }
            append(varint: count.messages)
        }
    }
}
