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

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `stand for as many entries of any range as are gone of it`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var gaps = GapList()
        var gone: Set<UInt64> = []
        var numbers = Array(1...1500 as ClosedRange<UInt64>)
        while numbers.count > 300 {
            let number = numbers.remove(at: Int(dice.roll(UInt64(numbers.count))))
            gaps.insert(Self.gap(number...number))
            gone.insert(number)
            guard numbers.count % 50 == 0 else { continue }
            let lower = 1 + dice.roll(1500)
            for range in [1...1500, lower...(lower + dice.roll(400))] {
                #expect(gaps.entryCount(in: range) == UInt64(gone.count { range.contains($0) }))
            }
        }
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

    /// Gaps of up to seventy channels, of which some counts have no name, come in any order and are joined.
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `count together what each counts, from any place on`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let rooms = (0..<70).map { ChannelKey(kind: .relay, name: [UInt8($0)]) }
        var gaps = GapList()
        var numbers = Array(1...600 as ClosedRange<UInt64>)
        while numbers.count > 150 {
            let number = numbers.remove(at: Int(dice.roll(UInt64(numbers.count))))
            var gap = Gap(lower: 10 * number, upper: 10 * number + 9)
            for _ in 0..<dice.roll(4) {
                gap.add(1 + dice.roll(2), to: dice.roll(5) == 0 ? nil : rooms[Int(dice.roll(70))])
            }
            gaps.insert(gap)
        }
        if seed % 3 == 0 { gaps.forgetOldestNames(downTo: gaps.namingBytes / 2) }
        for sequence in [0, 15, 999, 3004, 5999, 7000] as [UInt64] {
            for room in [rooms[0], rooms[33], rooms[69], Self.tea] {
                let each = Self.all(gaps, from: sequence + 1).map { $0.suffix(from: sequence + 1).messages(of: room) }
                var looks = Looks()
                #expect(gaps.messages(of: room, above: sequence, &looks) == each.reduce(0, +))
                #expect(looks.taken >= 0)
            }
        }
    }

    @Test func `are not looked at one by one by who has missed all of them`() {
        var gaps = GapList()
        let count: UInt64 = 20_000
        for number in 1...count { gaps.insert(Self.gap((3 * number)...(3 * number))) }
        var looks = Looks()
        #expect(gaps.messages(of: Self.tea, above: 0, &looks) == count)
        #expect(looks.taken < 400)
        #expect(gaps.messages(of: Self.tea, above: 3 * count - 1, &looks) == 1)
    }

    private static func gap(at number: UInt64, of names: Int, length: UInt64 = 256) -> Gap {
        let counts = (0..<names).map { name in
            let bytes = [UInt8(name)] + [UInt8](repeating: 7, count: 255)
            return Gap.Count(channel: ChannelKey(kind: .relay, name: bytes), messages: 1)
        }
        return Gap(lower: 1000 * number, upper: 1000 * number + length - 1, counts: counts)
    }

    @Test func `keep a name once that many of them count`() {
        var gaps = GapList()
        for number in 1...128 as ClosedRange<UInt64> { gaps.insert(Self.gap(at: number, of: 64)) }
        // Each count is 32 bytes, and each name some hundreds, once.
        #expect(gaps.namingBytes < 128 * 64 * 32 + 64 * 400)
        #expect(gaps.namingBytes >= 128 * 63 * 32 + 64 * 256)
    }

    @Test func `count without names what is oldest, and nothing is lost of it`() throws {
        var gaps = GapList()
        for number in 1...1000 as ClosedRange<UInt64> { gaps.insert(Self.gap(at: number, of: 3)) }
        let all = gaps.namingBytes
        gaps.forgetOldestNames(downTo: all / 2)

        #expect(gaps.namingBytes <= all / 2 && gaps.namingBytes > all / 4)
        let room = try #require(Self.gap(at: 1, of: 1).counts[0].channel)
        var looks = Looks()
        #expect(Self.all(gaps).allSatisfy { $0.messageCount == 3 && $0.isExact })
        #expect(Self.all(gaps).first?.counts == [Gap.Count(channel: nil, messages: 3)])
        #expect(Self.all(gaps).last?.counts.count == 3)
        #expect(gaps.messages(of: room, above: 0, &looks) == Self.all(gaps).reduce(0) { $0 + $1.messages(of: room) })

        gaps.forgetOldestNames(downTo: 0)
        #expect(gaps.namingBytes == 0)
        #expect(gaps.messages(of: Self.tea, above: 0, &looks) == 3000)
    }
}
