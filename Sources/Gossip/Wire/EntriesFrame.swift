import Bytes

/// A frame of entries of one run, decoded whole: whoever has it can apply all of it.
///
///     ├─ run ─┬─ flags ─┬─ first sequence ─┬─ item ─┬─ item ─┬ ⋯ ┤
struct EntriesFrame {
    /// How much one frame may have, an item, a channel that a gap counts and a run that is over each being one.
    ///
    /// Short messages of 15 bytes each make a new channel: a bound on bytes alone bounds no memory. Between two frames
    /// retention can let go of what the first one brought.
    static let weightLimit = 4096

    /// An item, where it stands, and the number of the first entry that it stands for.
    struct Item {
        var content: EntryItem
        var range: Range<Int>
        var sequence: UInt64
    }

    /// Whose entries.
    let run: RunName

    /// See ``EntriesFlag``.
    let flags: UInt8

    /// What the frame has.
    private(set) var items: [Item] = []

    /// What taking it in is; see ``GossipWork/items``.
    private(set) var work = 0

    /// The number of the entry after the last one.
    private var next: UInt64

    /// Up to which entry the sender shows that it holds the run; `nil` when it shows nothing.
    ///
    /// Entries show it, and the hash of a log. A state alone does not: it stands where the question began.
    private(set) var shownHead: UInt64?

    /// Whether a flag is set.
    func has(_ flag: UInt8) -> Bool { flags & flag != 0 }

    /// Reads the body of a frame.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - frameLimit: The longest frame of a message, in bytes.
    ///   - rule: What the frame of a message must be.
    /// - Throws: When anything in it is cut off, out of its range or too much.
    init(decoding body: Span<UInt8>, frameLimit: Int, rule: FrameRule) throws(TruncatedInput) {
        var cursor = ByteCursor()
        run = try cursor.runName(in: body)
        flags = try cursor.byte(in: body)
        next = try cursor.nextSequence(in: body)
        guard next >= 1 else { throw TruncatedInput() }
        var weight = 0
        while cursor.offset < body.count {
            let start = cursor.offset
            let content = try EntryItem(decoding: body, at: &cursor, frameLimit: frameLimit)
            if case .post(_, let frame) = content, !rule.accepts(body.extracting(frame)) {
                throw TruncatedInput()
            }
            weight += content.weight
            work += content.weight + content.nameCount
            let length = content.length
            guard weight <= Self.weightLimit, next + length <= EntryItem.sequenceLimit + 1 else {
                throw TruncatedInput()
            }
            items.append(Item(content: content, range: start..<cursor.offset, sequence: next))
            next += length
            if length > 0 || content.isHash { shownHead = next - 1 }
        }
    }
}

extension EntryItem {
    /// How many entries it stands for.
    var length: UInt64 {
        switch self {
        case .post, .state, .unknown: 1
        case .gap(let gap): gap.length
        case .snapshot, .closedRuns, .logHash, .countedLosses, .floor, .note: 0
        }
    }

    /// How much work the names in it are, beside what it weighs: each user, and each four links, is as much as an item.
    ///
    /// A link is compared with those before it and sorted, some 250 ns; of the longest entries 4,096 names are 1 ms.
    fileprivate var nameCount: Int {
        switch self {
        case .snapshot(_, let state): state.people.count + state.links.count / 4
        case .state(.links(let names), _, _): names.count / 4
        case .post, .state, .gap, .closedRuns, .countedLosses, .logHash, .floor, .unknown, .note: 0
        }
    }

    /// Whether it is the hash of the log up to where it stands.
    fileprivate var isHash: Bool { if case .logHash = self { true } else { false } }

    /// What it counts towards ``EntriesFrame/weightLimit``.
    var weight: Int {
        switch self {
        case .gap(let gap): 1 + gap.counts.count
        // As many as one item tells of are a frame, and nothing beside them.
        case .closedRuns(let closed): max(1, closed.runs.count)
        case .countedLosses(let counts): 1 + counts.count
        case .post, .state, .snapshot, .logHash, .floor, .unknown, .note: 1
        }
    }
}
