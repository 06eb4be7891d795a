import Bytes
import Testing

@Suite("A queue") struct QueueTests {
    @Test func `hands out what it was given, in that order`() {
        var queue = Queue<String>()
        #expect(queue.popFirst() == nil)
        queue.append("a")
        queue.append("b")
        #expect(queue.popFirst() == "a")
        queue.append("c")

        #expect(queue.first == "b")
        #expect(queue.last == "c")
        #expect(Array(queue) == ["b", "c"])
        #expect([queue.popFirst(), queue.popFirst(), queue.popFirst()] == ["b", "c", nil])
        #expect(queue.isEmpty)
    }

    @Test func `gives up what it hands out`() {
        final class Thing {}
        var queue = Queue<Thing>()
        for _ in 0..<3 { queue.append(Thing()) }

        weak let taken = queue.popFirst()
        weak let waiting = queue.first

        #expect(taken == nil)
        #expect(waiting != nil)
        #expect(queue.count == 2)
    }

    @Test func `changes in place what waits, wherever it is`() {
        var queue = Queue<Int>()
        for number in 0..<3 { queue.append(number) }
        _ = queue.popFirst()
        queue.append(3)

        for place in queue.indices { queue[place] *= 10 }

        #expect(Array(queue) == [10, 20, 30])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `does as an array that is emptied from its front`(seed: UInt64) {
        var state = seed
        // SplitMix64.
        func below(_ bound: UInt64) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((word ^ word >> 31) % bound)
        }
        var queue = Queue<Int>()
        var array: [Int] = []

        for number in 0..<300 {
            switch below(9) {
            case 0..<4:
                queue.append(number)
                array.append(number)
            case 4..<7:
                #expect(queue.popFirst() == (array.isEmpty ? nil : array.removeFirst()))
            case 7 where !array.isEmpty:
                let place = below(UInt64(array.count))
                queue[place] += 1000
                array[place] += 1000
            default:
                let count = below(UInt64(array.count + 1))
                queue.removeLast(count)
                array.removeLast(count)
            }
            #expect(Array(queue) == array)
            #expect(queue.first == array.first)
            #expect(queue.last == array.last)
            #expect(queue.count == array.count)
        }
    }
}
