import Testing

@testable import Gossip

@Suite("An array that shrinks at the front", .computing) struct SlidingArrayTests {
    @Test func `holds nothing of what was dropped`() {
        final class Held {}
        var array = SlidingArray<Held?>()
        weak var first: Held?
        weak var second: Held?
        do {
            let (one, two) = (Held(), Held())
            (first, second) = (one, two)
            array.append(one)
            array.append(two)
        }
        #expect(first != nil && second != nil)

        array.removeAll(below: 1, leaving: nil)

        #expect(first == nil && second != nil)
        #expect(array.start == 1 && array.count == 1)
    }

    @Test func `keeps the numbers of its elements, whatever is dropped below and however often`() {
        var (array, numbers) = (SlidingArray<[Int]>(), SlidingArray<Int>())
        for number in 0..<1_000 {
            array.append([number])
            numbers.append(number)
            guard number % 3 == 2 else { continue }
            array.removeAll(below: number - 5, leaving: [])
            numbers.removeAll(below: number - 5)
            #expect(array.first == [max(0, number - 5)] && numbers.first == max(0, number - 5))
        }
        #expect((array.start..<array.end).allSatisfy { array[$0] == [$0] && numbers[$0] == $0 })
        array.removeAll(below: 2_000, leaving: [])
        #expect(array.isEmpty && array.start == 1_000)
    }
}
