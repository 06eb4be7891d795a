/// Something of an origin's log is missing here, and exists elsewhere.
///
///     waiting ──the deadline passes──▶ asked ──the answer ends──▶ nothing is missing any more
///        ▲                               │
///        └──────no answer in time────────┘
struct Want {
    /// The link that was asked; `nil` while the eager path is given time, or nobody can be asked.
    var askedLink: Int?

    /// When to ask, or to give up on the link that was asked; monotonic nanoseconds.
    var deadline: Int64

    /// Links that did not answer, or that hold no more of it than a gap.
    var triedLinks: [Int] = []

    /// How often in a row no neighbour was known to have it.
    var lonelyRounds = 0

    /// Whether the want began with a head that a lazy link announced: the parent should have brought it.
    var isOverdue: Bool
}

/// Entries that arrived above something missing, held back until it is here.
struct EarlyEntries {
    /// How many bytes are held back for one origin; more is dropped and asked for later.
    static let byteLimit = 1 << 20

    /// What an entry costs beside its bytes.
    static let cost = 64

    /// An item of a frame of entries.
    struct Entry {
        var sequence: UInt64
        var item: [UInt8]
        var isLive: Bool

        /// The serial of the link that brought it.
        var link: Int
    }

    private var entries = SlidingArray<Entry>()

    /// How many bytes are held back.
    private(set) var byteCount = 0

    /// The lowest entry.
    var first: Entry? { entries.first }

    /// The highest number that is held back.
    var last: UInt64? { entries.last?.sequence }

    /// Keeps an entry, if there is room and it is not here already.
    mutating func insert(_ entry: Entry) {
        guard byteCount + entry.item.count + Self.cost <= Self.byteLimit else { return }
        if let last = entries.last, last.sequence >= entry.sequence {
            let place = entries.partition { $0.sequence < entry.sequence }
            guard entries[place].sequence != entry.sequence else { return }
            entries.insert(entry, at: place)
        } else {
            entries.append(entry)
        }
        byteCount += entry.item.count + Self.cost
    }

    /// Takes the entry numbered `sequence` if it is the lowest, and drops what lies below.
    mutating func take(_ sequence: UInt64) -> Entry? {
        while let first = entries.first, first.sequence <= sequence {
            entries.removeAll(below: entries.start + 1)
            byteCount -= first.item.count + Self.cost
            if first.sequence == sequence { return first }
        }
        return nil
    }
}
