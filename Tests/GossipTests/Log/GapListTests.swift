import Testing

@testable import Gossip

@Suite("The gaps of a log", .computing) struct GapListTests {
    private static let tea = ChannelKey(kind: .relay, name: [])

    private static func gap(_ numbers: ClosedRange<UInt64>) -> Gap {
        let count = numbers.upperBound - numbers.lowerBound + 1
        return Gap(
            lower: numbers.lowerBound,
            upper: numbers.upperBound,
            counts: [Gap.Count(channel: tea, messages: count)]
        )
    }

    private static func all(_ gaps: GapList, from sequence: UInt64 = 0) -> [Gap] {
        var all: [Gap] = []
        gaps.forEach(from: sequence) {
            all.append($0)
            return true
        }
        return all
    }

    /// Every other entry goes, in an order that a seed gives; then all the others, in another.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `stand in the order of numbers, each joined with its neighbours, whichever comes first`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var gaps = GapList()
        var gone: Set<UInt64> = []
        for start in [1, 2] as [UInt64] {
            var numbers = Array(stride(from: start, to: 1000, by: 2))
            while !numbers.isEmpty {
                let number = numbers.remove(at: Int(dice.roll(UInt64(numbers.count))))
                gaps.insert(Self.gap(number...number))
                gone.insert(number)
                guard numbers.count % 50 == 0 else { continue }
                var expected: [Gap] = []
                for number in gone.sorted() {
                    if let last = expected.last, last.upper + 1 == number {
                        expected[expected.count - 1].append(Self.gap(number...number))
                    } else {
                        expected.append(Self.gap(number...number))
                    }
                }
                #expect(Self.all(gaps) == expected)
                #expect(gaps.count == expected.count)
                let inGaps = (1..<1000 as Range<UInt64>).filter { gaps.gap(at: $0) != nil }
                #expect(inGaps == gone.sorted())
            }
        }
        #expect(Self.all(gaps) == [Self.gap(1...999)])
    }

    @Test func `are looked at from any place on, as far as somebody wants`() {
        var gaps = GapList()
        for number in stride(from: 1, to: 2000, by: 3) as StrideTo<UInt64> {
            gaps.insert(Self.gap(number...(number + 1)))
        }
        #expect(Self.all(gaps, from: 2).first?.lower == 1)
        #expect(Self.all(gaps, from: 3).first?.lower == 4)
        #expect(Self.all(gaps, from: 1999).map(\.lower) == [1999])
        #expect(Self.all(gaps, from: 2001).isEmpty)
        var seen = 0
        gaps.forEach(from: 0) { _ in
            seen += 1
            return seen < 3
        }
        #expect(seen == 3)
    }
}
