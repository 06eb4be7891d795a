import Bytes

/// One item of a frame of entries: an entry, or what stands in the place of some.
///
///     ├─ tag ─┬─ length ─┬──────── body ────────┤
///
/// Items are numbered by where they stand: the frame gives the first number, and each item takes as many as it
/// stands for. A snapshot takes none. The tag says how many also to who does not know it: one that is below
/// ``firstTagOfNoEntry`` stands for one entry, whose body begins with its time, and any other for none.
enum EntryItem {
    /// The first tag that a later version may give to what is no entry.
    static let firstTagOfNoEntry: UInt8 = 128

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
        case notedPost = 11
        case notedKeyedPost = 12
        case logHash = 128
        case countedLosses = 129
        case floor = 130
    }

    /// A message; where its frame stands.
    case post(PostHead, frame: Range<Int>)

    /// A change of state; where the whole item stands.
    case state(StateChange, time: Int64, bytes: Range<Int>)

    /// An entry of a later version: it is held and handed on as it is, and says nothing here.
    case unknown(time: Int64, bytes: Range<Int>)

    /// What a later version says beside entries: it is passed over.
    case note

    /// Entries that the sender does not hold.
    case gap(GapContents)

    /// Runs of the origin's node that are over, and of which nothing is held.
    case closedRuns(ClosedRuns)

    /// The hash of the log up to the entry before it; see ``LogHash``.
    case logHash(UInt64)

    /// How many messages of each channel a node counted as lost with the gap that follows in its journal, where that is not
    /// what the gap counts; see ``Gap/counted``. To others it says nothing.
    case countedLosses([Gap.Count])

    /// Up to which rank a node let everything go, when it kept so many bytes; in its journal. To others it says nothing.
    case floor(rank: Int64, bytes: Int)

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

    /// The longest entry that is held unread, in bytes.
    static let unknownLimit = 64 << 10

    /// Reads the item at the cursor.
    ///
    /// - Parameters:
    ///   - bytes: The frame's body.
    ///   - cursor: Where the item starts; moves behind it.
    ///   - frameLimit: The longest frame of a message, in bytes.
    /// - Throws: When the item is cut off, or a value in it is out of its range.
    init(decoding bytes: Span<UInt8>, at cursor: inout ByteCursor, frameLimit: Int) throws(TruncatedInput) {
        let start = cursor.offset
        let number = try cursor.byte(in: bytes)
        let body = try cursor.counted(limit: .max, in: bytes)
        guard let tag = Tag(rawValue: number) else {
            self = try Self.unknown(number, at: body, in: bytes, from: start)
            return
        }
        var inner = ByteCursor(at: body.lowerBound)
        try self.init(decoding: bytes, tag: tag, at: &inner, upTo: body.upperBound, from: start)
        // What it reads beyond the item's end is refused for that.
        guard inner.offset == body.upperBound else { throw TruncatedInput() }
        if case .post(_, let frame) = self, frame.count > frameLimit { throw TruncatedInput() }
    }

    /// What this version does not know.
    private static func unknown(
        _ tag: UInt8,
        at body: Range<Int>,
        in bytes: Span<UInt8>,
        from start: Int
    ) throws(TruncatedInput) -> EntryItem {
        guard tag < firstTagOfNoEntry else { return .note }
        guard tag > 0, body.count <= unknownLimit else { throw TruncatedInput() }
        var cursor = ByteCursor(at: body.lowerBound)
        let time = try cursor.time(in: bytes)
        guard cursor.offset <= body.upperBound else { throw TruncatedInput() }
        return .unknown(time: time, bytes: start..<body.upperBound)
    }

    private init(
        decoding bytes: Span<UInt8>,
        tag: Tag,
        at cursor: inout ByteCursor,
        upTo end: Int,
        from start: Int
    ) throws(TruncatedInput) {
        switch tag {
        case .post, .keyedPost, .notedPost, .notedKeyedPost:
            let head = try cursor.post(tag, in: bytes)
            guard cursor.offset <= end else { throw TruncatedInput() }
            self = .post(head, frame: cursor.offset..<end)
            cursor.offset = end
        case .join, .leave, .links, .address, .previous:
            let time = try cursor.time(in: bytes)
            let change = try StateChange(decoding: bytes, tag: tag, at: &cursor)
            self = .state(change, time: time, bytes: start..<end)
        case .gap:
            self = .gap(try GapContents(decoding: bytes, at: &cursor))
        case .closedRuns:
            self = .closedRuns(try ClosedRuns(decoding: bytes, at: &cursor))
        case .logHash:
            self = .logHash(try cursor.integer(UInt64.self, in: bytes))
        case .countedLosses:
            self = .countedLosses(try GapContents.counts(decoding: bytes, at: &cursor).counts)
        case .floor:
            let rank = Int64(bitPattern: try cursor.integer(UInt64.self, in: bytes))
            self = .floor(rank: rank, bytes: Int(clamping: try cursor.varint(in: bytes)))
        case .snapshot:
            let sequence = try cursor.sequence(in: bytes)
            let state = try RunState(decoding: bytes, at: &cursor)
            // Whoever came after it would stand behind users who came later, and nobody would take that state from us.
            guard state.people.last?.sequence ?? 0 <= sequence, state.previous?.at ?? 0 <= sequence else {
                throw TruncatedInput()
            }
            self = .snapshot(sequence: sequence, state)
        }
    }
}
