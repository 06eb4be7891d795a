/// What all clients together have begun to send and not finished: heads, bodies, messages in parts.
///
/// Each of them is bounded, but 20,000 times the largest message is not. So there is one bound for all, and above it who
/// holds most is sent away.
struct Unfinished {
    /// How many bytes may be kept.
    var limit: Int

    /// How many bytes are kept.
    private(set) var total = 0

    private var items: [Int32: Arriving] = [:]

    /// Starts with nothing.
    init(limit: Int) {
        self.limit = limit
    }

    /// How many have begun something.
    var count: Int { items.count }

    /// How far the item of a client is; `nil` when the client has begun nothing.
    func item(of slot: Int32) -> Arriving? { items[slot] }

    /// Takes in how far a client is.
    ///
    /// - Parameters:
    ///   - slot: Where the client is kept.
    ///   - kind: What it has begun; `nil` for nothing.
    ///   - count: How many bytes are kept of it.
    ///   - isAnother: Whether what it had begun before is finished.
    ///   - now: Monotonic nanoseconds.
    mutating func note(_ slot: Int32, _ kind: Arriving.Part?, count: Int, isAnother: Bool, at now: Int64) {
        let previous = items[slot]
        total += (kind == nil ? 0 : count) - (previous?.count ?? 0)
        guard let kind else {
            items[slot] = nil
            return
        }
        let isSame = !isAnother && previous?.kind == kind
        let begin = isSame ? previous?.begin ?? now : now
        items[slot] = Arriving(kind: kind, begin: begin, latest: now, count: count)
    }

    /// Forgets a client.
    mutating func forget(_ slot: Int32) {
        total -= items.removeValue(forKey: slot)?.count ?? 0
    }

    /// Who holds most, if all together hold more than they may; of several the one in the lowest slot.
    ///
    /// It looks at all.
    var excess: Int32? {
        guard total > limit else { return nil }
        return items.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
    }

    /// Gives everything more time: nobody was there to receive it.
    mutating func postpone(by lag: Int64) {
        for slot in items.keys {
            items[slot]?.begin += lag
            items[slot]?.latest += lag
        }
    }
}
