/// Messages of one origin that turned out to be lost while somebody used a channel that they may have been of.
struct Loss: Equatable, Sendable {
    /// The number of the origin; `nil` for one that has none any more.
    var origin: Int?

    /// The entries among which they were.
    var numbers: ClosedRange<UInt64>

    /// The last of them that had come or was lost by then: what waited among the others comes behind the loss, though that is
    /// told as one.
    var reached: UInt64

    /// How many they were.
    var messages: LostCount

    /// Before which record of the channel, and at which offset of its frames, that became known.
    var record: Int
    var offset: Int

    /// No loss, in a place.
    static func nothing(record: Int, offset: Int) -> Loss {
        let none = LostCount(0, from: 0)
        return Loss(origin: nil, numbers: 0...0, reached: 0, messages: none, record: record, offset: offset)
    }

    /// How many of them somebody lacks who has seen the origin's messages up to `head`, at most.
    func messageCount(above head: UInt64) -> UInt64 {
        guard head >= messages.first else { return messages.fresh }
        guard head >= numbers.lowerBound else { return messages.most }
        return head < numbers.upperBound ? min(messages.most, numbers.upperBound - head) : 0
    }

    /// Takes in another, if both are of one origin in one place, and it comes behind this one.
    ///
    /// - Returns: Whether that is so.
    mutating func join(_ next: Loss) -> Bool {
        guard next.record == record, next.origin == origin, numbers.upperBound < next.numbers.lowerBound else {
            return false
        }
        numbers = numbers.lowerBound...next.numbers.upperBound
        reached = next.reached
        messages.add(next.messages)
        return true
    }
}
