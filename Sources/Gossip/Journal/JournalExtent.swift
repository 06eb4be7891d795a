/// What a stretch of the journal has: of each origin which numbers, and how many messages.
public struct JournalExtent: Sendable {
    /// The numbers of each origin, by the origin's number; a stretch has them in one piece.
    private(set) var ranges: [Int: ClosedRange<UInt64>] = [:]

    /// How many messages were written.
    public private(set) var messageCount = 0

    /// Starts with nothing.
    public init() {}

    /// Takes in an entry, or several that a gap stands for.
    mutating func note(_ numbers: ClosedRange<UInt64>, of origin: Int, isMessage: Bool) {
        if let range = ranges[origin] {
            ranges[origin] =
                min(range.lowerBound, numbers.lowerBound)...max(range.upperBound, numbers.upperBound)
        } else {
            ranges[origin] = numbers
        }
        if isMessage { messageCount += 1 }
    }

    /// Takes in the stretch that follows.
    public mutating func append(_ next: JournalExtent) {
        for (origin, range) in next.ranges { note(range, of: origin, isMessage: false) }
        messageCount += next.messageCount
    }

    /// Takes notice that of all messages only these are left.
    public mutating func keep(messages count: Int) {
        messageCount = count
    }
}
