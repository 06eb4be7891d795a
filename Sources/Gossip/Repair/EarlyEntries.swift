/// Entries that arrived above something missing, held back until it is here.
struct EarlyEntries {
    /// What an entry costs beside its bytes.
    static let cost = 64

    /// An item of a frame of entries.
    struct Entry {
        var sequence: UInt64
        var item: [UInt8]
        var isLive: Bool

        /// The serial of the link that brought it.
        var link: Int

        /// How many bytes it takes.
        var byteCount: Int { item.count + EarlyEntries.cost }
    }

    private var entries = SlidingArray<Entry>()

    /// How many bytes are held back.
    private(set) var byteCount = 0

    /// The lowest entry.
    var first: Entry? { entries.first }

    /// The highest number that is held back.
    var last: UInt64? { entries.last?.sequence }

    /// Keeps an entry, if there is room for it among so many bytes and it is not here already.
    mutating func insert(_ entry: Entry, limit: Int) {
        guard byteCount + entry.byteCount <= limit else { return }
        if let last = entries.last, last.sequence >= entry.sequence {
            let place = entries.partition { $0.sequence < entry.sequence }
            guard entries[place].sequence != entry.sequence else { return }
            entries.insert(entry, at: place)
        } else {
            entries.append(entry)
        }
        byteCount += entry.byteCount
    }

    /// Takes the entry numbered `sequence` if it is the lowest, and drops what lies below.
    mutating func take(_ sequence: UInt64) -> Entry? {
        while let first = entries.first, first.sequence <= sequence {
            entries.removeAll(below: entries.start + 1)
            byteCount -= first.byteCount
            if first.sequence == sequence { return first }
        }
        return nil
    }
}

extension GossipNode {
    /// Holds an entry back until what is missing below it is here; without room it is dropped, and asked for later.
    mutating func holdBack(_ entry: EarlyEntries.Entry, of origin: Int) {
        let limit = settings.limits.earlyBytes
        guard earlyByteCount + entry.byteCount <= settings.limits.allEarlyBytes,
            origins[origin].early.byteCount + entry.byteCount <= limit
        else { return mark(.entryWithoutRoom) }
        mark(.entryHeldBack)
        changeEarlyEntries(of: origin) { $0.insert(entry, limit: limit) }
    }

    /// Takes the entry right above the head, if it was held back.
    mutating func takeEarlyEntry(of origin: Int) -> EarlyEntries.Entry? {
        // Nearly always there is none, and this is asked for every entry.
        guard origins[origin].early.byteCount > 0 else { return nil }
        let next = origins[origin].log.head + 1
        guard origins[origin].early.first?.sequence != next || awaitedRun(of: origin) == nil else { return nil }
        return changeEarlyEntries(of: origin) { $0.take(next) }
    }

    /// Drops what was held back of an origin.
    mutating func dropEarlyEntries(of origin: Int) {
        changeEarlyEntries(of: origin) { $0 = EarlyEntries() }
    }

    private mutating func changeEarlyEntries<Result>(of origin: Int, _ change: (inout EarlyEntries) -> Result) -> Result
    {
        let before = origins[origin].early.byteCount
        defer { earlyByteCount += origins[origin].early.byteCount - before }
        return change(&origins[origin].early)
    }
}
