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
}
