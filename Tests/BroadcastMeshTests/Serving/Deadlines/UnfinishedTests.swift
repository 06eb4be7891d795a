import Testing

@testable import BroadcastMesh

@Suite("The bytes of what is not finished", .computing) struct UnfinishedTests {
    @Test func `are counted over all clients, and given back`() {
        var unfinished = Unfinished(limit: 100)
        unfinished.note(1, .body, count: 40, isAnother: false, at: 0)
        unfinished.note(2, .message, count: 30, isAnother: false, at: 0)
        unfinished.note(1, .body, count: 60, isAnother: false, at: 1)
        #expect(unfinished.total == 90)
        #expect(unfinished.excess == nil)
        unfinished.note(2, nil, count: 0, isAnother: true, at: 2)
        #expect(unfinished.total == 60)
        unfinished.forget(1)
        unfinished.forget(7)
        #expect(unfinished.total == 0)
    }

    @Test func `cost who holds most its place when there are too many`() {
        var unfinished = Unfinished(limit: 100)
        for (slot, count) in [(3, 40), (1, 20), (2, 40)] {
            unfinished.note(Int32(slot), .message, count: count, isAnother: false, at: 0)
        }
        #expect(unfinished.excess == nil)
        unfinished.note(1, .message, count: 21, isAnother: false, at: 0)
        #expect(unfinished.excess == 2)
        unfinished.forget(2)
        #expect(unfinished.excess == nil)
    }

    @Test func `begin anew with another request, and with the body after a head`() {
        var unfinished = Unfinished(limit: 100)
        func begin() -> Int64? { unfinished.item(of: 1)?.begin }
        unfinished.note(1, .head, count: 1, isAnother: true, at: 5)
        unfinished.note(1, .head, count: 2, isAnother: false, at: 9)
        #expect(begin() == 5)
        unfinished.note(1, .body, count: 3, isAnother: false, at: 14)
        #expect(begin() == 14)
        unfinished.note(1, .body, count: 4, isAnother: false, at: 20)
        #expect(unfinished.item(of: 1) == Arriving(kind: .body, begin: 14, latest: 20, count: 4))
        unfinished.note(1, .body, count: 4, isAnother: true, at: 30)
        #expect(begin() == 30)
        unfinished.postpone(by: 7)
        #expect(unfinished.item(of: 1) == Arriving(kind: .body, begin: 37, latest: 37, count: 4))
    }
}
