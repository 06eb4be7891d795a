/// An item of a frame of entries that arrived above something missing.
struct HeldEntry {
    /// What an entry costs beside its bytes.
    static let cost = 64

    /// Its number.
    let sequence: UInt64

    /// Its bytes.
    let item: [UInt8]

    /// Whether it came on the eager path.
    let isLive: Bool

    /// The serial of the link that brought it.
    let link: Int

    /// How many bytes it takes.
    var byteCount: Int { item.count + Self.cost }
}

/// Entries of one origin that arrived above something missing, held back until it is here.
struct ReorderBuffer {
    private var entries = SlidingArray<HeldEntry>()

    /// How many bytes are held back.
    private(set) var byteCount = 0

    /// The lowest entry.
    var first: HeldEntry? { entries.first }

    /// The highest number that is held back.
    var last: UInt64? { entries.last?.sequence }

    /// The entries with numbers up to `last`.
    func entries(upTo last: UInt64) -> [HeldEntry] {
        (entries.start..<entries.partition { $0.sequence <= last }).map { entries[$0] }
    }

    /// Keeps an entry, unless it is here already.
    mutating func insert(_ entry: HeldEntry) {
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
    mutating func take(_ sequence: UInt64) -> HeldEntry? {
        while let first = entries.first, first.sequence <= sequence {
            entries.removeAll(below: entries.start + 1)
            byteCount -= first.byteCount
            if first.sequence == sequence { return first }
        }
        return nil
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        var (bytes, last) = (0, UInt64(0))
        for place in entries.start..<entries.end {
            precondition(entries[place].sequence > last, "entries are held back out of order, or twice")
            last = entries[place].sequence
            bytes += entries[place].byteCount
        }
        precondition(bytes == byteCount, "a reorder buffer does not know how large it is")
    }
}
