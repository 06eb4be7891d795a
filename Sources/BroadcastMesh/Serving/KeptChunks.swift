import Bytes

/// The memory that is kept for clients which have taken only a part of what lies there.
///
/// Nothing may come between the part of a frame that a socket has taken and its rest. So the rest stays, however slowly
/// it is read, and with it the whole chunk: also where the log of its channel, or of a rendition, has let go of that,
/// and where the messages were written anew for one reader, or the users of the channel have changed since the list
/// that it is the rest of. A chunk counts once, however many clients keep it, and not as long as a log, or its channel,
/// has it anyway. There is one bound for all, and above it those are cut off who keep the largest chunks: who is in the
/// middle of a frame cannot be told why.
struct KeptChunks {
    /// Where what is kept for a client is as well.
    enum Place: Equatable {
        /// In the log of its audience, from this offset on.
        case log(Int)

        /// In its audience, as long as no list of users follows the one of this number.
        case users(UInt32)
    }

    /// What is kept for a client.
    private struct Item {
        /// In which chunk.
        let chunk: ObjectIdentifier

        /// Where that is as well; `nil` when it is nowhere, as far as is known.
        var place: Place?
    }

    /// A chunk that is kept.
    private struct Kept {
        /// A part of it, which holds the chunk: nothing else has its name meanwhile.
        let part: LogSlice

        /// For how many clients it is kept, and for how many of these nobody else has it.
        var count = 0
        var looseCount = 0

        /// The frames that lie there alone, which others may be given as well: of which audience, and from where on in its
        /// channel's log.
        var shared: (audience: Int, offset: Int)?

        /// How large it is.
        var bytes: Int { part.chunkBytes }
    }

    /// How many bytes are kept that nobody else has.
    private(set) var total = 0

    /// In how many chunks.
    private var looseChunks = 0

    /// By the slot of the client.
    private var items: [Int32: Item] = [:]

    /// By the names of the chunks, which are theirs as long as they are here.
    private var chunks: [ObjectIdentifier: Kept] = [:]

    /// By audience, and by where they begin in its channel's log.
    private var passages: [Int: [Int: (passage: Passage, chunk: ObjectIdentifier)]] = [:]

    /// For how many clients something is kept.
    var count: Int { items.count }

    /// Whether something is kept for a client.
    func has(_ slot: Int32) -> Bool { items[slot] != nil }

    /// Where what is kept for a client is as well, if its audience had it when it was looked at last.
    func place(of slot: Int32) -> Place? {
        // Nearly always nothing is kept for anybody.
        items.isEmpty ? nil : items[slot]?.place
    }

    // MARK: Keeping

    /// Takes in that the rest of a passage is kept for a client.
    ///
    /// - Parameters:
    ///   - rest: What is kept.
    ///   - taken: How many bytes of the passage are before it.
    ///   - passage: Frames of the client's audience.
    ///   - audience: Its number.
    ///   - slot: The slot of the client.
    mutating func keep(_ rest: LogSlice, behind taken: Int, of passage: Passage, _ audience: Int, for slot: Int32) {
        let place = passage.offset(ofByte: taken)
        keep(rest, at: place.map { Place.log($0) }, for: slot)
        guard place == nil else { return }
        let id = rest.chunkID
        loosen(id)
        guard rest.chunkBytes == passage.byteCount else { return }
        passages[audience, default: [:]][passage.range.lowerBound] = (passage, id)
        chunks[id]?.shared = (audience, passage.range.lowerBound)
    }

    /// Takes in that the rest of a list of users is kept for a client.
    ///
    /// - Parameters:
    ///   - rest: What is kept.
    ///   - number: The number of the list, which is the last one.
    ///   - slot: The slot of the client.
    mutating func keep(_ rest: LogSlice, ofUsers number: UInt32, for slot: Int32) {
        keep(rest, at: .users(number), for: slot)
    }

    private mutating func keep(_ rest: LogSlice, at place: Place?, for slot: Int32) {
        precondition(items[slot] == nil, "two frames are kept for a client")
        items[slot] = Item(chunk: rest.chunkID, place: place)
        chunks[rest.chunkID, default: Kept(part: rest)].count += 1
    }

    /// Takes in that nobody else has what is kept for a client, or that nobody looks for that any more.
    mutating func letGo(of slot: Int32) {
        guard let item = items[slot], item.place != nil else { return }
        items[slot]?.place = nil
        loosen(item.chunk)
    }

    /// Takes in that nothing is kept for a client.
    mutating func forget(_ slot: Int32) {
        guard !items.isEmpty, let item = items.removeValue(forKey: slot), var kept = chunks[item.chunk] else { return }
        kept.count -= 1
        if item.place == nil {
            kept.looseCount -= 1
            if kept.looseCount == 0 { (total, looseChunks) = (total - kept.bytes, looseChunks - 1) }
        }
        chunks[item.chunk] = kept.count > 0 ? kept : nil
        guard kept.count == 0, let shared = kept.shared,
            passages[shared.audience]?[shared.offset]?.chunk == item.chunk
        else { return }
        passages[shared.audience]?[shared.offset] = nil
        if passages[shared.audience]?.isEmpty == true { passages[shared.audience] = nil }
    }

    private mutating func loosen(_ id: ObjectIdentifier) {
        guard var kept = chunks[id] else { return }
        kept.looseCount += 1
        if kept.looseCount == 1 { (total, looseChunks) = (total + kept.bytes, looseChunks + 1) }
        chunks[id] = kept
    }

    // MARK: Sharing

    /// Frames that are kept for somebody, for another who is due the same: they are not written anew for each.
    ///
    /// - Parameters:
    ///   - range: Where the messages are in the channel's log.
    ///   - isWhole: Whether all are asked for; else some will do.
    ///   - audience: The number of the audience.
    /// - Returns: The frames, if there are such.
    func passage(_ range: Range<Int>, isWhole: Bool, of audience: Int) -> Passage? {
        guard !passages.isEmpty, let passage = passages[audience]?[range.lowerBound]?.passage else { return nil }
        let isEnough = isWhole ? passage.range == range : passage.range.upperBound <= range.upperBound
        return isEnough ? passage : nil
    }

    /// Shares nothing more of an audience that is closed: its number may be that of another channel's.
    mutating func close(_ audience: Int) { passages[audience] = nil }

    // MARK: The bound

    /// Whether more is kept than may be; one chunk may, however large it is.
    func isAbove(_ limit: Int) -> Bool { total > limit && looseChunks > 1 }

    /// Who is to be cut off so that no more is kept than may be: all who keep the largest chunk, then all who keep the next; of
    /// several that are as large first that of the client in the lowest slot.
    ///
    /// It looks at all.
    func excess(above limit: Int) -> [Int32] {
        guard isAbove(limit) else { return [] }
        var holders: [ObjectIdentifier: [Int32]] = [:]
        for (slot, item) in items where item.place == nil {
            holders[item.chunk, default: []].append(slot)
        }
        let loose = holders.map { (bytes: chunks[$0.key]?.bytes ?? 0, slots: $0.value.sorted()) }
            .sorted { ($1.bytes, $0.slots[0]) < ($0.bytes, $1.slots[0]) }
        var (rest, left) = (total, loose.count)
        return loose.prefix { chunk in
            defer { (rest, left) = (rest - chunk.bytes, left - 1) }
            return rest > limit && left > 1
        }
        .flatMap(\.slots)
    }
}
