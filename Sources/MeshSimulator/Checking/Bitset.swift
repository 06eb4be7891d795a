/// A set of small numbers, one bit each.
struct Bitset: Sendable, Equatable {
    private(set) var words: [UInt64] = []

    /// Starts empty.
    init() {}

    /// Starts with all numbers below a bound.
    init(below bound: Int) {
        words = [UInt64](repeating: .max, count: bound >> 6)
        if bound & 63 > 0 { words.append((1 << UInt64(bound & 63)) - 1) }
    }

    /// Adds a number, and tells whether it was not there.
    mutating func insert(_ number: Int) -> Bool {
        let word = number >> 6
        while words.count <= word { words.append(0) }
        let bit: UInt64 = 1 << UInt64(number & 63)
        guard words[word] & bit == 0 else { return false }
        words[word] |= bit
        return true
    }

    /// Takes a number out.
    mutating func remove(_ number: Int) {
        guard number >> 6 < words.count else { return }
        words[number >> 6] &= ~(1 << UInt64(number & 63))
    }

    /// Whether a number is there.
    func contains(_ number: Int) -> Bool {
        number >> 6 < words.count && words[number >> 6] & 1 << UInt64(number & 63) != 0
    }

    /// Adds all numbers of another set.
    mutating func formUnion(_ other: Bitset) {
        while words.count < other.words.count { words.append(0) }
        for index in other.words.indices { words[index] |= other.words[index] }
    }

    /// What is in this set and not in the other.
    func subtracting(_ other: Bitset) -> Bitset {
        var rest = self
        for index in 0..<min(words.count, other.words.count) { rest.words[index] &= ~other.words[index] }
        return rest
    }

    /// How many numbers there are.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The smallest number.
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 << 6 + words[$0].trailingZeroBitCount }
    }
}
