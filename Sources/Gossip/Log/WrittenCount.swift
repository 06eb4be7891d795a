/// A number of entries or messages that is added up here and told to others: no larger than what can be written down.
///
/// What peers count they may have made up, and each such number is within the bound. Their sum need not be, and a node that
/// wrote it would be refused by all others, and by itself after a restart.
struct WrittenCount: Equatable, Sendable {
    /// How many, at most ``EntryItem/sequenceLimit``.
    private(set) var value: UInt64

    /// Counts as many as can be written.
    init(_ value: UInt64) { self.value = min(value, MessageID.sequenceLimit) }

    /// Counts more, as far as that can be written.
    mutating func add(_ other: UInt64) { self = WrittenCount(value.adding(other)) }
}
