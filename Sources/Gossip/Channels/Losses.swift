import Bytes

/// Messages of one origin and one channel that turned out to be lost while somebody used the channel.
struct Loss: Equatable, Sendable {
    /// The number of the origin; `nil` for one that has none any more.
    var origin: Int?

    /// The entries among which they were.
    var numbers: ClosedRange<UInt64>

    /// How many they were.
    var messageCount: UInt64

    /// Before which record of the channel, and at which offset of its frames, that became known.
    var record: Int
    var offset: Int

    /// How many of them somebody lacks who has seen the origin's messages up to `head`, at most.
    func messageCount(above head: UInt64) -> UInt64 {
        guard head >= numbers.lowerBound else { return messageCount }
        return head < numbers.upperBound ? min(messageCount, numbers.upperBound - head) : 0
    }
}

/// The losses of a channel in the order in which they became known, as far as a reader can still stand before them.
struct Losses: Sendable {
    /// How many are kept; a reader that stands before more of them is overtaken.
    static let limit = 4096

    private var losses = SlidingArray<Loss>()

    /// Losses below this were counted by somebody, and do not change any more.
    private var sealedCount = 0

    /// How many there ever were.
    var count: Int { losses.end }

    /// The number of the first that is still known.
    var start: Int { losses.start }

    /// A loss that is still known.
    subscript(number: Int) -> Loss { losses[number] }

    /// Adds a loss; those of one origin in one place are one.
    mutating func append(_ loss: Loss) {
        if losses.end > sealedCount, let last = losses.last, last.record == loss.record, last.origin == loss.origin,
            last.numbers.upperBound < loss.numbers.lowerBound
        {
            losses[losses.end - 1].numbers = last.numbers.lowerBound...loss.numbers.upperBound
            losses[losses.end - 1].messageCount += loss.messageCount
            return
        }
        losses.append(loss)
        if losses.count > Self.limit { losses.removeAll(below: losses.end - Self.limit) }
    }

    /// How many there are, for somebody who is told of them now or knows them already.
    mutating func seal() -> Int {
        sealedCount = losses.end
        return sealedCount
    }

    /// Forgets those before which no reader can stand any more.
    mutating func removeAll(before record: Int) {
        losses.removeAll(below: losses.partition { $0.record < record })
    }
}

extension Channel {
    /// How many losses there are, for somebody who is told of them now or knows them already.
    mutating func sealLosses() -> Int { losses.count == 0 ? 0 : losses.seal() }

    /// Takes notice that messages with some of these numbers are lost.
    mutating func noteLoss(of messages: UInt64, in numbers: ClosedRange<UInt64>, of origin: Int?) {
        losses.append(
            Loss(
                origin: origin,
                numbers: numbers,
                messageCount: messages,
                record: records.end,
                offset: frames.end
            )
        )
    }
}
