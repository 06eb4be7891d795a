/// What clients keep here whose positions name what is not here: it may come yet, and must not be given to them again, so they
/// read by themselves until it does, which may be for ever.
///
/// A position has no more than a request line holds, but 20,000 of them take as much as everything else. So there is one bound
/// for all, and above it who keeps most is sent away. Nothing of a position is ever forgotten instead: its client would
/// get a message again.
struct UnsettledReaders {
    /// How many bytes may be kept at least, however few of messages are kept: of the longest position that a request line has
    /// room for less than 64 KiB are, so sixty-four of these; or of six runs for each of 20,000 clients.
    ///
    /// Where a mesh has lost its runs, everybody comes with some that nobody has any more, and comes again when sent away. With
    /// messages of the default length `retention.bytes` lets as much be kept.
    static let leastLimit = 4 << 20

    /// How many bytes are kept.
    private(set) var total = 0

    /// By the slot of the client; none that keeps nothing.
    private var items: [Int32: Int] = [:]

    /// How many keep something.
    var count: Int { items.count }

    /// How much a client keeps, in bytes.
    func bytes(of slot: Int32) -> Int { items[slot] ?? 0 }

    /// Takes in how much a client keeps by now.
    mutating func note(_ slot: Int32, bytes: Int) {
        // Nearly always nobody keeps anything.
        guard bytes > 0 || !items.isEmpty else { return }
        total += bytes - (items[slot] ?? 0)
        items[slot] = bytes > 0 ? bytes : nil
    }

    /// Who is to be sent away so that all together keep no more than they may: those who keep most, and of several the one in
    /// the lowest slot first.
    ///
    /// It looks at all.
    func excess(above limit: Int) -> [Int32] {
        guard total > limit else { return [] }
        var rest = total
        let byBytes = items.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return byBytes.prefix { item in
            defer { rest -= item.value }
            return rest > limit
        }
        .map(\.key)
    }
}
