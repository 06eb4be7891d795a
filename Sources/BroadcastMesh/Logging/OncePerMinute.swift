/// Lets each kind of event be told once a minute, so that a fault that repeats does not bury the rest of the log.
///
/// With ``capacity`` kinds in a minute, further kinds wait until the oldest are forgotten: whatever peers and
/// clients do, the log grows by no more than that many lines a minute.
package struct OncePerMinute<Key: Hashable & Sendable>: Sendable {
    /// How many kinds are remembered at once.
    package static var capacity: Int { 256 }

    /// How long a kind is remembered, in nanoseconds.
    package static var interval: Int64 { 60_000_000_000 }

    private struct Entry {
        var expiry: Int64
        var suppressed = 0
    }

    private var entries: [Key: Entry] = [:]

    /// Before this none of them is forgotten, in monotonic nanoseconds: what comes meanwhile need not look for one.
    private var firstExpiry = Int64.max

    /// Remembers nothing.
    package init() {}

    /// Asks whether an event may be told now.
    ///
    /// - Parameters:
    ///   - key: The kind of the event.
    ///   - now: The monotonic time, in nanoseconds.
    /// - Returns: How many of this kind were not told since the last one that was; `nil` when this one is not told.
    package mutating func admit(_ key: Key, at now: Int64) -> Int? {
        let known = entries[key]
        if let known, now < known.expiry {
            entries[key]?.suppressed += 1
            return nil
        }
        if known == nil, entries.count >= Self.capacity {
            guard firstExpiry <= now else { return nil }
            forget(at: now)
            guard entries.count < Self.capacity else { return nil }
        }
        let expiry = now + Self.interval
        entries[key] = Entry(expiry: expiry)
        firstExpiry = min(firstExpiry, expiry)
        return known?.suppressed ?? 0
    }

    /// Forgets those that have had their minute.
    private mutating func forget(at now: Int64) {
        entries = entries.filter { now < $0.value.expiry }
        firstExpiry = entries.values.reduce(.max) { min($0, $1.expiry) }
    }
}
