/// What a stretch of the journal has: of each origin which numbers, and how many messages.
public struct JournalExtent: Sendable {
    /// The numbers of each origin, by the origin's number; a stretch has them in one piece.
    private(set) var ranges: [Int: ClosedRange<UInt64>] = [:]

    /// How many messages were written.
    public private(set) var messageCount = 0

    /// Starts with nothing.
    public init() {}

    /// Takes in entries, of which so many are messages; a gap may stand for them.
    mutating func note(_ numbers: ClosedRange<UInt64>, of origin: Int, messages: Int) {
        if let range = ranges[origin] {
            ranges[origin] =
                min(range.lowerBound, numbers.lowerBound)...max(range.upperBound, numbers.upperBound)
        } else {
            ranges[origin] = numbers
        }
        messageCount += messages
    }

    /// Takes in the stretch that follows.
    public mutating func append(_ next: JournalExtent) {
        for (origin, range) in next.ranges { note(range, of: origin, messages: 0) }
        messageCount += next.messageCount
    }

    /// Takes notice that of all messages only these are left.
    public mutating func keep(messages count: Int) {
        messageCount = count
    }
}
