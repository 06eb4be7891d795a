import Testing

@testable import Gossip

@Suite("The hybrid clock", .computing) struct HybridClockTests {
    private static let start: Int64 = 1_700_000_000_000_000
    private static let day: Int64 = 86_400_000_000

    private var clock = HybridClock()

    private func moment(_ seconds: Double) -> Moment {
        Moment(monotonic: 0, wall: Self.start + Int64(seconds * 1_000_000))
    }

    @Test mutating func `answers later than what was asked by a clock that is less than a minute ahead`() {
        clock.witness(Self.start + 59_000_000, at: moment(0))
        #expect(clock.next(at: moment(1)) == Self.start + 59_000_001)
    }

    @Test mutating func `does not follow a clock that is further ahead`() {
        clock.witness(Self.start + 61_000_000, at: moment(0))
        #expect(clock.next(at: moment(1)) == Self.start + 1_000_000)
    }

    @Test mutating func `comes back from the future when its clock was set a day ahead and back`() {
        _ = clock.next(at: moment(0))
        var ahead = moment(1)
        ahead.wall += Self.day
        #expect(clock.next(at: ahead) == Self.start + Self.day + 1_000_000)

        #expect(clock.next(at: moment(60)) == Self.start + 60_000_000)
    }

    @Test mutating func `remembers what it saw of right clocks while its own was wrong`() {
        _ = clock.next(at: moment(0))
        var ahead = moment(1)
        ahead.wall += Self.day
        _ = clock.next(at: ahead)
        clock.witness(Self.start + 3_000_000, at: ahead)
        clock.witness(Self.start + 2_000_000, at: ahead)

        #expect(clock.next(at: moment(2.5)) == Self.start + 3_000_001)
    }

    @Test mutating func `remembers what it gave before its own clock was wrong, however often that was`() {
        clock.witness(Self.start + 30_000_000, at: moment(0))
        for hours in 1...12 {
            var ahead = moment(1)
            ahead.wall += Int64(hours) * 3_600_000_000
            _ = clock.next(at: ahead)
        }

        #expect(clock.next(at: moment(2)) == Self.start + 30_000_001)
    }

    @Test mutating func `gives times that only grow while its clock is set back by less than a minute`() {
        let first = clock.next(at: moment(59))
        #expect(clock.next(at: moment(0)) == first + 1)
    }
}
