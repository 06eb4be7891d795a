import Testing

@testable import BroadcastMesh

@Suite("A plan to rewrite segments", .computing) struct FoldPlanTests {
    private static let limit = 1000

    private func plan(_ segments: [(bytes: Int, messages: Int, held: Int)]) -> Range<Int>? {
        let figures = segments.map {
            FoldPlan.SegmentFigures(bytes: $0.bytes, messages: $0.messages, heldMessages: $0.held)
        }
        return FoldPlan.next(figures, limit: Self.limit)
    }

    @Test func `leaves alone what is held`() {
        #expect(plan([]) == nil)
        #expect(plan([(1000, 10, 10), (1000, 10, 6), (1000, 10, 10)]) == nil)
    }

    @Test func `takes neighbours of which little is held`() {
        #expect(plan([(1000, 10, 0)]) == 0..<1)
        #expect(plan([(1000, 10, 10), (1000, 10, 4), (1000, 10, 5), (1000, 10, 10)]) == 1..<3)
    }

    @Test func `takes segments that are hardly more than what they begin with`() {
        func figures(_ checkpoint: Int) -> [FoldPlan.SegmentFigures] {
            [FoldPlan.SegmentFigures(bytes: 3000, messages: 10, heldMessages: 10, checkpoint: checkpoint)]
        }
        #expect(FoldPlan.next(figures(100), limit: Self.limit) == nil)
        #expect(FoldPlan.next(figures(2900), limit: Self.limit) == 0..<1)
    }

    @Test func `reads no more at once than two segments`() {
        #expect(plan(Array(repeating: (1000, 10, 1), count: 9)) == 0..<2)
    }

    @Test func `takes all at once of which nothing is held, which need no reading`() {
        #expect(plan(Array(repeating: (1000, 10, 0), count: 99)) == 0..<99)
        #expect(plan(Array(repeating: (1000, 10, 0), count: 999)) == 0..<FoldPlan.unreadFiles)
        #expect(plan(Array(repeating: (1000, 10, 0), count: 4) + [(1000, 10, 10), (1000, 10, 0)]) == 0..<4)
        #expect(plan([(1000, 10, 10)] + Array(repeating: (1000, 10, 0), count: 9)) == 1..<10)
    }

    @Test func `passes over what cannot be read, and over a hole as long as something before it is held`() {
        func figures(_ held: [Int]) -> [FoldPlan.SegmentFigures] {
            held.map { FoldPlan.SegmentFigures(bytes: 100, messages: 10, heldMessages: $0) }
        }
        var segments = figures([10, 10, 10, 10, 10, 10, 10, 10, 10])
        segments[2].isStuck = true
        #expect(FoldPlan.next(segments, limit: Self.limit) == 3..<9)
        segments = figures([10, 10, 10, 10, 10, 10, 10, 10, 10])
        segments[3].followsHole = true
        #expect(FoldPlan.next(segments, limit: Self.limit) == 3..<9)
        segments = figures([0, 0, 0, 0, 0, 0, 10, 10, 10])
        segments[3].followsHole = true
        #expect(FoldPlan.next(segments, limit: Self.limit) == 0..<6)
        segments[1].isStuck = true
        #expect(FoldPlan.next(segments, limit: Self.limit) == 2..<6)
    }

    @Test func `makes one of small files`() {
        #expect(plan(Array(repeating: (100, 1, 1), count: 3)) == nil)
        #expect(plan(Array(repeating: (100, 1, 1), count: 9)) == 0..<9)
    }

    @Test func `comes to an end, with twice what is held or less`() {
        var segments: [FoldPlan.SegmentFigures] = []
        var rounds = 0
        for number in 0..<1000 {
            segments.append(FoldPlan.SegmentFigures(bytes: 1000, messages: 100, heldMessages: 100))
            // Of each segment one message stays; of the newest ten, all do.
            for index in segments.indices.dropLast(10) {
                segments[index].heldMessages = min(segments[index].heldMessages, max(1, segments[index].messages / 100))
            }
            while let range = FoldPlan.next(segments, limit: Self.limit) {
                let held = segments[range].reduce(0) { $0 + $1.heldMessages }
                let bytes = 50 + held * 10
                let folded = FoldPlan.SegmentFigures(bytes: bytes, messages: held, heldMessages: held, isFolded: true)
                segments.replaceSubrange(range, with: [folded])
                rounds += 1
                if rounds > 3000 { break }
            }
            let held = segments.reduce(0) { $0 + $1.heldMessages * 10 }
            #expect(segments.reduce(0) { $0 + $1.bytes } <= 2 * held + 4 * Self.limit, "round \(number)")
        }
        #expect(rounds <= 2000)
        #expect(segments.count < 40)
    }
}
