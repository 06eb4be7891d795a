import Testing

@testable import BroadcastMesh

@Suite("The pace of a link", .computing) struct PaceTests {
    @Test func `is as fast as can be, and asks for no turn`() {
        var pace = Pace()
        #expect(Self.admissions(of: &pace, at: [0, 0, 1]) == [true, true, true])
        #expect(pace.deadline == .max)
    }

    @Test func `is a portion a second when the link is slow, and asks for a turn only when something waits`() {
        var pace = Pace()
        pace.isSlow = true
        #expect(Self.admissions(of: &pace, at: [5]) == [true])
        #expect(pace.deadline == .max)

        #expect(Self.admissions(of: &pace, at: [6]) == [false])
        #expect(pace.deadline == 5 + Pace.slowInterval)
        #expect(Self.admissions(of: &pace, at: [5 + Pace.slowInterval]) == [true])
        #expect(pace.deadline == .max)
    }

    @Test func `is forgotten when the link is fast again`() {
        var pace = Pace()
        pace.isSlow = true
        #expect(Self.admissions(of: &pace, at: [0, 1]) == [true, false])
        pace.isSlow = false
        #expect(Self.admissions(of: &pace, at: [1]) == [true])
        #expect(pace.deadline == .max)
    }

    /// Whether a portion may be sent at these times, one after the other.
    private static func admissions(of pace: inout Pace, at times: [Int64]) -> [Bool] {
        times.map { pace.admit(at: $0) }
    }
}
