import Testing

@testable import Gossip

@Suite("The earliest of numbers", .computing) struct EarliestNumbersTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `is the one that a look at all of them finds, whatever comes and goes`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var tree = EarliestNumbers()
        var (numbers, ranks, next): ([Int], [Int: UInt64], Int) = ([], [:], 0)
        let isEarlier: (Int, Int) -> Bool = { (ranks[$0] ?? 0, $0) < (ranks[$1] ?? 0, $1) }
        // More and more in the first half, nothing in the end.
        for step in 0..<600 {
            if dice.roll(10) < (step < 300 ? 8 : 1) {
                next += 1 + Int(dice.roll(3))
                ranks[next] = dice.roll(50)
                numbers.append(next)
                tree.append(next, isEarlier: isEarlier)
            } else if !numbers.isEmpty {
                let number = numbers.remove(at: Int(dice.roll(UInt64(numbers.count))))
                tree.remove(number, isEarlier: isEarlier)
            }
            tree.remove(next + 1, isEarlier: isEarlier)
            #expect(tree.count == numbers.count)
            #expect(tree.first == numbers.min(by: isEarlier))
            let end = Int(dice.roll(UInt64(next + 3)))
            let below = numbers.filter { $0 < end }
            #expect(tree.first(below: end, isEarlier: isEarlier) == below.min(by: isEarlier))
        }
        #expect(numbers.count < 50)
    }
}
