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

    /// Remembers nothing.
    package init() {}

    /// Asks whether an event may be told now.
    ///
    /// - Parameters:
    ///   - key: The kind of the event.
    ///   - now: The monotonic time, in nanoseconds.
    /// - Returns: How many of this kind were not told since the last one that was; `nil` when this one is not told.
    package mutating func admit(_ key: Key, at now: Int64) -> Int? {
        if let entry = entries[key], now < entry.expiry {
            entries[key]?.suppressed += 1
            return nil
        }
        let suppressed = entries[key]?.suppressed ?? 0
        if entries[key] == nil, entries.count >= Self.capacity {
            entries = entries.filter { now < $0.value.expiry }
            guard entries.count < Self.capacity else { return nil }
        }
        entries[key] = Entry(expiry: now + Self.interval)
        return suppressed
    }
}
