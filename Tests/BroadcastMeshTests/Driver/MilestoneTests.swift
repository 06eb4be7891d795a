import Testing

@testable import BroadcastMesh

@Suite("A milestone", .computing) struct MilestoneTests {
    @Test func `lets everybody go who waited for it, once`() {
        var milestone = Milestone<Int>()
        let kept = [milestone.wait(1), milestone.wait(2)]
        #expect(kept == [true, true])
        let waiters = milestone.pass()
        #expect(waiters == [1, 2])
        let again = milestone.pass()
        #expect(again.isEmpty)
    }

    @Test func `keeps nobody who comes after it`() {
        var milestone = Milestone<Int>()
        let nobody = milestone.pass()
        let isKept = milestone.wait(1)
        #expect(nobody.isEmpty)
        #expect(!isKept)
    }
}
