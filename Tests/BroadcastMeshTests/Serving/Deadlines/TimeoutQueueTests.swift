import Testing

@testable import BroadcastMesh

@Suite("A queue of equal timeouts", .computing) struct TimeoutQueueTests {
    @Test func `rings each at its time, in the order of setting`() {
        var queue = TimeoutQueue<String>(duration: 10)
        queue.append("a", at: 100)
        queue.append("b", at: 105)
        #expect(queue.deadline == 110)

        let rung = [109, 110, 110, 200].map { queue.popExpired(at: $0) }
        #expect(rung == [nil, "a", nil, "b"])
        #expect(queue.deadline == nil)
    }

    @Test func `keeps its order while it is used for long`() {
        var queue = TimeoutQueue<Int64>(duration: 50)
        var rung: [Int64] = []
        for now: Int64 in 0..<1000 {
            queue.append(now, at: now)
            while let element = queue.popExpired(at: now) { rung.append(element) }
        }
        #expect(rung == Array(0..<950))
    }
}
