/// Random numbers from a seed: xoshiro256** (Blackman and Vigna, 2018), the same on every machine.
///
/// Whatever rolls has dice of its own, so that taking one thing out of a scenario leaves the luck of the rest alone.
package struct Dice: Sendable {
    private var state: [4 of UInt64]

    /// Makes dice.
    ///
    /// - Parameters:
    ///   - seed: The seed of the whole simulation.
    ///   - stream: What the dice are for; each stream is a sequence of its own.
    package init(seed: UInt64, stream: UInt64) {
        var splitter = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        state = [0, 0, 0, 0]
        for index in state.indices {
            // SplitMix64, which the authors recommend to fill the state.
            splitter &+= 0x9E37_79B9_7F4A_7C15
            var word = (splitter ^ splitter >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            state[index] = word ^ word >> 31
        }
    }

    /// Makes dice that roll on from where others stand.
    ///
    /// - Parameter words: What ``words`` of the others are; not four of them, or zeros only, make no dice.
    init?(words: [UInt64]) {
        guard words.count == 4, words.contains(where: { $0 != 0 }) else { return nil }
        state = [words[0], words[1], words[2], words[3]]
    }

    /// Where these dice stand: all that decides what they roll.
    var words: [UInt64] { state.indices.map { state[$0] } }

    /// 64 random bits.
    package mutating func next() -> UInt64 {
        let result = Self.rotate(state[1] &* 5, by: 7) &* 9
        let shifted = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = Self.rotate(state[3], by: 45)
        return result
    }

    /// A number from 0 up to `bound`, without it.
    package mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "dice need a side")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number of a range.
    package mutating func pick(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound) + 1))
    }

    /// Whether something happens that happens so many times in a million.
    package mutating func chance(perMillion: Int) -> Bool {
        perMillion > 0 && below(1_000_000) < perMillion
    }

    /// Puts things in random order.
    package mutating func shuffle<Element>(_ elements: inout [Element]) {
        for index in elements.indices.dropFirst().reversed() { elements.swapAt(index, below(index + 1)) }
    }

    private static func rotate(_ word: UInt64, by count: UInt64) -> UInt64 {
        word << count | word >> (64 - count)
    }
}
