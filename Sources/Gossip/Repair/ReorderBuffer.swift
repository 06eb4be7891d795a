/// An item of a frame of entries that arrived above something missing.
struct HeldEntry {
    /// What an entry costs beside its bytes, in bytes: itself and its places in ``HeldPosts`` 80, and what the arrays of its
    /// bytes and of its channel's name add.
    static let cost = 128

    /// Its number.
    let sequence: UInt64

    /// The last number that it stands for: a gap of this node's own journal stands for several.
    let upper: UInt64

    /// Its bytes.
    let item: [UInt8]

    /// The channel that it is a message of, if it is one.
    var channel: ChannelKey?

    /// Whether it came on the eager path.
    let isLive: Bool

    /// The serial of the link that brought it.
    let link: Int

    /// How many bytes it takes.
    var byteCount: Int { item.count + Self.cost }

    /// Takes what came in the place of numbers up to `upper`, or of one.
    init(
        sequence: UInt64,
        upTo upper: UInt64? = nil,
        item: [UInt8],
        channel: ChannelKey? = nil,
        isLive: Bool,
        link: Int
    ) {
        (self.sequence, self.upper) = (sequence, upper ?? sequence)
        (self.item, self.channel, self.isLive, self.link) = (item, channel, isLive, link)
    }
}

/// Entries of one origin that arrived above something missing, held back until it is here.
struct ReorderBuffer {
    private var entries = OrderedPages<HeldEntry>()

    /// The messages among them.
    private(set) var posts = HeldPosts()

    /// How many bytes are held back.
    private(set) var byteCount = 0

    /// The lowest entry.
    var first: HeldEntry? { entries.first }

    /// The highest number that is held back.
    var last: UInt64? { entries.last?.upper }

    /// How many bytes may be held back above what all may: of what the journal has behind a hole, nothing can be asked for later.
    private(set) var allowance = 0

    /// The first holes between entries that are held back.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - looks: How many entries are looked at.
    /// - Returns: What is missing, in order.
    func holes(limit: Int, looks: Int) -> [ClosedRange<UInt64>] {
        var (holes, before) = ([ClosedRange<UInt64>](), entries.first?.upper ?? 0)
        for entry in entries.all.prefix(looks) {
            guard holes.count < limit else { break }
            if before + 1 < entry.sequence { holes.append(before + 1...entry.sequence - 1) }
            before = max(before, entry.upper)
        }
        return holes
    }

    /// Keeps an entry of this node's own journal, unless it is here already, beside all that may be kept.
    mutating func insertRestored(_ entry: HeldEntry) {
        let before = byteCount
        insert(entry)
        allowance += byteCount - before
    }

    /// Keeps an entry, unless it is here already.
    mutating func insert(_ entry: HeldEntry) {
        let sequence = entry.sequence
        if let last, last >= sequence {
            guard entries.first(notBelow: { $0.sequence < sequence })?.sequence != sequence else { return }
        }
        var entry = entry
        if let channel = entry.channel { entry.channel = posts.insert(sequence, of: channel) }
        entries.insert(entry) { $0.sequence < sequence }
        byteCount += entry.byteCount
    }

    /// Takes what stands for the number `sequence` if it is the lowest, and drops what lies below.
    mutating func take(_ sequence: UInt64) -> HeldEntry? {
        while let first, first.sequence <= sequence {
            _ = entries.removeFirst()
            if let channel = first.channel { posts.remove(first.sequence, of: channel) }
            byteCount -= first.byteCount
            if entries.first == nil { allowance = 0 }
            if first.upper >= sequence { return first }
        }
        return nil
    }

    /// Checks what must hold after every event.
    func checkInvariants() {
        var (bytes, last) = (0, UInt64(0))
        for entry in entries.all {
            precondition(entry.sequence > last, "entries are held back out of order, or twice")
            last = entry.sequence
            bytes += entry.byteCount
        }
        precondition(bytes == byteCount, "a reorder buffer does not know how large it is")
        let messages = entries.all.count { $0.channel != nil }
        precondition(posts.count == messages, "other messages are held back than are counted")
    }
}
