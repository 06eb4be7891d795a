import Reactor
import Testing

@testable import BroadcastMesh

@Suite("How long turns took", .computing) struct TurnTimesTests {
    private let millisecond: Int64 = 1_000_000

    @Test func `is counted by the limit that each kept to`() {
        var figures = TurnFigures()
        for duration in [1, 3, 2000] as [Int64] { figures.note(duration * millisecond, endingAt: 0) }

        #expect(figures.counts.first == 1 && figures.counts[2] == 1 && figures.counts.last == 1)
        #expect(figures.count == 3 && figures.sum == 2004 * millisecond && figures.longest == 2000 * millisecond)
    }

    @Test func `tells the longest of the last second, and forgets it`() {
        var figures = TurnFigures()
        figures.note(40 * millisecond, endingAt: 5_140 * millisecond)
        figures.note(2 * millisecond, endingAt: 6_002 * millisecond)

        let longest = [6_500, 7_500, 9_000].map { figures.longestLately(at: $0 * millisecond) / millisecond }
        #expect(longest == [40, 2, 0])
    }

    @Test func `tells apart what the node did and how long the machine let it wait`() {
        var times = TurnTimes()
        times.note(from: 0, to: 5 * millisecond, spent: 900 * millisecond)
        times.note(from: 10 * millisecond, to: 90 * millisecond, spent: 903 * millisecond)

        // What the thread did before its first turn is of no turn.
        #expect(times.wall.count == 2 && times.processor.count == 1)
        let longest = times.longestLately(at: 100 * millisecond)
        #expect(longest == TurnTimes.Longest(wall: 80 * millisecond, processor: 3 * millisecond))
    }

    @Test func `is read from a clock that counts only work of the calling thread`() {
        let before = (wall: Clock.monotonic(), spent: Clock.threadProcessor())
        var sum = 0
        while Clock.threadProcessor() - before.spent < millisecond { sum &+= 1 }
        let after = (wall: Clock.monotonic(), spent: Clock.threadProcessor())

        #expect(sum > 0)
        #expect(after.spent - before.spent >= millisecond)
        // The two clocks are read one after the other.
        #expect(after.spent - before.spent <= after.wall - before.wall + millisecond)
    }
}
