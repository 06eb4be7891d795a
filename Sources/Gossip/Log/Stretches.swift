/// Numbers of entries that follow each other, as they were gathered, by their origins.
///
/// What one origin posted goes in the order in which it came: so a thousand messages are one stretch, and one change of
/// their log.
struct Stretches {
    /// Numbers of one origin without a hole.
    struct Stretch: Equatable {
        /// The origin's number.
        var origin: Int

        /// The numbers.
        var numbers: ClosedRange<UInt64>
    }

    /// The stretches, in the order in which they began.
    private(set) var all: [Stretch] = []

    /// How many numbers there are.
    private(set) var count = 0

    /// Adds a number.
    mutating func append(_ number: UInt64, of origin: Int) {
        count += 1
        if let last = all.last, last.origin == origin, last.numbers.upperBound + 1 == number {
            all[all.count - 1].numbers = last.numbers.lowerBound...number
        } else {
            all.append(Stretch(origin: origin, numbers: number...number))
        }
    }
}
