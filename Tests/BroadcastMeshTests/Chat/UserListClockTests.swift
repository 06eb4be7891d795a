import Testing

@testable import BroadcastMesh

@Suite("When a list of users goes out", .computing) struct UserListClockTests {
    private let start: Int64 = 1_000_000_000

    @Test func `is at once after a quiet time`() {
        var clock = UserListClock()
        let before = clock.takeDue(at: start, userCount: 3)
        clock.handleChange(at: start)
        #expect(clock.deadline == start)
        let after = (0..<2).map { _ in clock.takeDue(at: start, userCount: 3) }
        #expect([before] + after == [false, true, false])
    }

    @Test func `is once for all changes within the interval, which is under 100 ms`() {
        var clock = UserListClock()
        clock.handleChange(at: start)
        _ = clock.takeDue(at: start, userCount: 3)
        let due = start + UserListClock.shortestInterval
        for offset: Int64 in [1, 1000, 1_000_000] { clock.handleChange(at: start + offset) }
        #expect(clock.deadline == due)

        let isDue = [due - 1, due, due].map { clock.takeDue(at: $0, userCount: 3) }
        #expect(isDue == [false, true, false])
        #expect(UserListClock.shortestInterval < 100_000_000)
    }

    @Test func `is less often in a large room, by half a millisecond a user`() {
        var clock = UserListClock()
        clock.handleChange(at: start)
        let first = clock.takeDue(at: start, userCount: 2000)
        clock.handleChange(at: start + 1)
        #expect(first)
        #expect(clock.deadline == start + 2000 * UserListClock.intervalPerUser)
        #expect(UserListClock.intervalPerUser < 500_000)
    }
}
