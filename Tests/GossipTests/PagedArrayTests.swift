import Testing

@testable import Gossip

@Suite("An array in pages", .computing) struct PagedArrayTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `has what one array would have, whatever comes and goes`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var pages = PagedArray<Int>()
        var array: [Int] = []
        // More than some pages in the first half, next to nothing in the end.
        for step in 0..<9000 {
            let place = Int(dice.roll(UInt64(array.count + 1)))
            if dice.roll(10) < (step < 5000 ? 8 : 1) {
                // Also in a row, from the first to the last and the other way round.
                for _ in 0..<(dice.roll(20) == 0 ? 40 : 1) {
                    let at = dice.roll(2) == 0 ? place : min(place + 1, array.count)
                    array.insert(step, at: at)
                    pages.insert(step, at: at)
                }
            } else if dice.roll(60) == 0 {
                let count = Int(dice.roll(UInt64(array.count / 4 + 1)))
                array.removeFirst(count)
                pages.removeFirst(count)
            } else if place < array.count {
                array.remove(at: place)
                pages.remove(at: place)
            }
            #expect(pages.count == array.count && pages.first == array.first && pages.last == array.last)
            if step % 300 == 0 { #expect(pages.elementsEqual(array)) }
        }
        for place in array.indices {
            array[place] *= 3
            pages[place] *= 3
        }
        #expect(pages.elementsEqual(array))
        pages.removeFirst(array.count)
        #expect(pages.isEmpty)
    }

    @Test func `finds the place in an order, in whatever pages it stands`() {
        var (ascending, descending) = (PagedArray<Int>(), PagedArray<Int>())
        for number in 0..<2000 {
            ascending.append(2 * number)
            descending.insert(2 * (1999 - number), at: 0)
        }
        #expect(ascending == descending)
        for number in 0..<4000 {
            #expect(ascending.partition { $0 < number } == (number + 1) / 2)
            #expect(descending.partition { $0 < number } == (number + 1) / 2)
        }
        descending.remove(at: 0)
        #expect(ascending != descending)
    }
}
