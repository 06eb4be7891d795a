/// An item of a frame of entries that arrived above something missing.
struct HeldEntry {
    /// What an entry costs beside its bytes, in bytes: itself and its places in ``HeldPosts`` 80, and what the arrays of its
    /// bytes and of its channel's name add.
    static let cost = 128

    /// Its number.
    let sequence: UInt64

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
    var last: UInt64? { entries.last?.sequence }

    /// The first holes between entries that are held back.
    ///
    /// - Parameters:
    ///   - limit: How many at most.
    ///   - looks: How many entries are looked at.
    /// - Returns: What is missing, in order.
    func holes(limit: Int, looks: Int) -> [ClosedRange<UInt64>] {
        var (holes, before) = ([ClosedRange<UInt64>](), UInt64.max)
        for entry in entries.all.prefix(looks) {
            guard holes.count < limit else { break }
            if before < entry.sequence - 1 { holes.append(before + 1...entry.sequence - 1) }
            before = entry.sequence
        }
        return holes
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

    /// Takes the entry numbered `sequence` if it is the lowest, and drops what lies below.
    mutating func take(_ sequence: UInt64) -> HeldEntry? {
        while let first, first.sequence <= sequence {
            _ = entries.removeFirst()
            if let channel = first.channel { posts.remove(first.sequence, of: channel) }
            byteCount -= first.byteCount
            if first.sequence == sequence { return first }
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
