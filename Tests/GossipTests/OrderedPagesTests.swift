import Testing

@testable import Gossip

@Suite("Elements in ordered pages", .computing) struct OrderedPagesTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `are what they would be in one array, whatever comes and goes`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var pages = OrderedPages<Int>()
        var array: [Int] = []
        // More than some pages in the first half, nothing in the end.
        for step in 0..<6000 {
            let number = Int(dice.roll(8000))
            let place = array.partition(notBelow: number)
            if dice.roll(10) < (step < 4000 ? 8 : 1), place == array.count || array[place] != number {
                array.insert(number, at: place)
                pages.insert(number) { $0 < number }
            } else if dice.roll(50) == 0 {
                let last = array.popLast()
                #expect(pages.removeLast() == last)
            } else if dice.roll(2) == 0 {
                let first = array.isEmpty ? nil : array.removeFirst()
                #expect(pages.removeFirst() == first)
            } else {
                let isThere = place < array.count && array[place] == number
                if isThere { array.remove(at: place) }
                let removed = pages.remove(isBelow: { $0 < number }, where: { $0 == number })
                #expect(removed == (isThere ? number : nil))
            }
            #expect(pages.count == array.count)
            #expect(pages.first == array.first && pages.last == array.last)
            #expect(pages.first { $0 < 4000 } == array.first { $0 >= 4000 })
            if step % 500 == 0 { #expect(pages.all.elementsEqual(array)) }
        }
        pages.removeAll { $0 % 3 == 0 }
        array.removeAll { $0 % 3 == 0 }
        #expect(pages.all.elementsEqual(array) && pages.count == array.count)
        #expect(pages.all.reversed().elementsEqual(array.reversed()))
    }

    @Test func `are equal in whatever pages they stand`() {
        var (ascending, descending) = (OrderedPages<Int>(), OrderedPages<Int>())
        for number in 0..<2000 {
            ascending.insert(number) { $0 < number }
            descending.insert(1999 - number) { $0 < 1999 - number }
        }
        #expect(ascending == descending)
        _ = descending.removeFirst()
        #expect(ascending != descending)
    }
}

extension [Int] {
    /// The place of the first number that is not below another.
    fileprivate func partition(notBelow number: Int) -> Int { firstIndex { $0 >= number } ?? count }
}
