import Testing

@testable import Gossip

@Suite("A node's wall clock", .computing) struct WallClockTests {
    private let second: Int64 = 1_000_000
    private let start: Int64 = 1_700_000_000_000_000

    /// What is believed when so many seconds have passed, and the clock is off by some.
    private func believed(_ clock: inout WallClock, after passed: Int64, off seconds: Int64) -> Int64 {
        let reading = Moment(monotonic: passed * 1_000_000_000, wall: start + (passed + seconds) * second)
        return (clock.moment(reading).wall - start) / second - passed
    }

    @Test func `is not followed into the past, as long as somebody may set it right`() {
        var clock = WallClock()
        let seen = [(0, 0), (1, -4541), (300, -4541), (301, 0), (302, 0)].map { passed, seconds in
            believed(&clock, after: passed, off: seconds)
        }
        #expect(seen == [0, 0, 0, 0, 0])
    }

    @Test func `is believed when it was set back ten minutes ago`() {
        var clock = WallClock()
        let seen = [(0, 90_000), (10, 0), (609, 0), (610, 0), (611, 1)].map { passed, seconds in
            believed(&clock, after: passed, off: seconds)
        }
        #expect(seen == [90_000, 90_000, 90_000, 0, 1])
    }

    @Test func `is believed at once when a leap forward is undone`() {
        var clock = WallClock()
        let seen = [(0, 0), (10, 90_000), (70, -1), (71, -90_000)].map { passed, seconds in
            believed(&clock, after: passed, off: seconds)
        }
        #expect(seen == [0, 90_000, -1, -1])
    }

    @Test func `is followed forward, and in small steps, at once`() {
        var clock = WallClock()
        let seen = [(0, 0), (1, 3600), (2, 3590), (3, 3531), (4, 3470)].map { passed, seconds in
            believed(&clock, after: passed, off: seconds)
        }
        #expect(seen == [0, 3600, 3590, 3531, 3531])
    }
}
