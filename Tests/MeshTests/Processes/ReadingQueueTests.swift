import Testing

@testable import Mesh

@Suite("Readings of a file that may hang") struct ReadingQueueTests {
    private var queue = ReadingQueue()

    @Test mutating func `come one after the other, and what is asked for meanwhile is one more`() {
        #expect(queue.ask(at: 0) == 1)
        #expect(queue.ask(at: 1) == nil)
        #expect(queue.ask(at: 2) == nil)
        #expect(queue.isNewest(1))
        #expect(queue.finish(1, at: 3) == 2)
        #expect(queue.finish(2, at: 4) == nil)
        #expect(queue.ask(at: 5) == 3)
    }

    @Test mutating func `are given up when they do not come back, and what they bring then is not news`() {
        #expect(queue.ask(at: 0) == 1)
        #expect(queue.isLate(1))
        #expect(queue.ask(at: ReadingQueue.patience - 1) == nil)
        #expect(queue.ask(at: ReadingQueue.patience) == 2)
        #expect(!queue.isNewest(1))
        #expect(!queue.isLate(1))
        #expect(queue.finish(1, at: ReadingQueue.patience + 1) == nil)
        #expect(queue.isNewest(2))
    }

    @Test mutating func `hang without hindering what is asked for once a later one has come back`() {
        let late = ReadingQueue.patience
        #expect(queue.ask(at: 0) == 1)
        #expect(queue.ask(at: late) == 2)
        #expect(queue.finish(2, at: late + 1) == nil)
        #expect(queue.ask(at: late + 2) == 3)
        #expect(queue.ask(at: late + 3) == nil)
        #expect(queue.finish(3, at: late + 4) == 4)
        #expect(queue.finish(4, at: late + 5) == nil)
    }

    @Test mutating func `hold so many threads at most`() {
        var now: Int64 = 0
        for number in 1...ReadingQueue.mostAtOnce {
            #expect(queue.ask(at: now) == number)
            now += ReadingQueue.patience
        }
        #expect(queue.ask(at: now) == nil)
        // One of them comes back: what was asked for is not forgotten, and is read as soon as the newest has come too.
        #expect(queue.finish(1, at: now) == nil)
        #expect(queue.finish(ReadingQueue.mostAtOnce, at: now) == ReadingQueue.mostAtOnce + 1)
    }
}
