import BroadcastMesh
import Testing

@Suite("Once per minute", .computing) struct OncePerMinuteTests {
    let second: Int64 = 1_000_000_000

    @Test func `the first is told, the rest of its minute is counted`() {
        var once = OncePerMinute<String>()
        #expect(once.admit("refused", at: 0) == 0)
        #expect(once.admit("refused", at: 1 * second) == nil)
        #expect(once.admit("refused", at: 60 * second - 1) == nil)
        #expect(once.admit("refused", at: 60 * second) == 2)
        #expect(once.admit("refused", at: 61 * second) == nil)
    }

    @Test func `kinds do not silence each other`() {
        var once = OncePerMinute<String>()
        #expect(once.admit("bravo", at: 0) == 0)
        #expect(once.admit("charlie", at: 0) == 0)
    }

    @Test func `more kinds than the table holds wait until the oldest are forgotten`() {
        var once = OncePerMinute<Int>()
        let capacity = OncePerMinute<Int>.capacity
        for kind in 0..<capacity { #expect(once.admit(kind, at: Int64(kind)) == 0) }

        #expect(once.admit(capacity, at: 59 * second) == nil)
        #expect(once.admit(capacity, at: 60 * second) == 0)
        #expect(once.admit(capacity + 1, at: 60 * second) == nil)
    }

    @Test func `a kind that is told again keeps its place, and one that is forgotten leaves its own`() {
        var once = OncePerMinute<Int>()
        let capacity = OncePerMinute<Int>.capacity
        for kind in 0..<capacity { #expect(once.admit(kind, at: 0) == 0) }
        for kind in 1..<capacity { #expect(once.admit(kind, at: 60 * second) == 0) }

        #expect(once.admit(capacity, at: 61 * second) == 0)
        #expect(once.admit(0, at: 61 * second) == nil)
        #expect(once.admit(0, at: 120 * second) == 0)
    }

    @Test func `further kinds cost no more than those that are known`() {
        var full = OncePerMinute<Int>()
        let capacity = OncePerMinute<Int>.capacity
        for kind in 0..<capacity { _ = full.admit(kind, at: 0) }
        var toldCount = 0
        let growth = growthOfTime(from: 0, to: capacity) { kind in
            for _ in 0..<10_000 where full.admit(kind, at: 1) != nil { toldCount += 1 }
        }
        #expect(toldCount == 0 && growth < 4)
    }
}
