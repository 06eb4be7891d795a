import Testing

@testable import BroadcastMesh

@Suite("Attendance", .computing) struct AttendanceTests {
    /// A machine that has been up for a day.
    private static let now: Int64 = 86_400_000_000_000

    @Test func `tells whether somebody is behind`() {
        var attendance = Attendance()
        #expect(!attendance.hasClientsBehind)
        attendance.arrive(at: Self.now)
        #expect(attendance.hasClientsBehind)
        attendance.goLive()
        #expect(!attendance.hasClientsBehind && attendance.attached == 1)
        attendance.fallBehind(at: Self.now)
        #expect(attendance.hasClientsBehind)
        attendance.leave()
        #expect(!attendance.hasClientsBehind && attendance.attached == 0)
    }

    @Test func `has those looked at who are behind, a while after the first of them is, and nobody else`() {
        var attendance = Attendance()
        #expect(attendance.nextCheck == nil)
        attendance.arrive(at: Self.now)
        attendance.arrive(at: Self.now + 7)
        let first = Self.now + Attendance.checkInterval
        #expect(attendance.nextCheck == first)
        #expect(attendance.checkDue(at: first - 1) == nil)
        attendance.goLive()
        #expect(attendance.checkDue(at: first) == 0)

        attendance.pauseCheck(at: 5)
        #expect(attendance.checkDue(at: first) == 5)
        attendance.finishCheck(at: first)
        #expect(attendance.nextCheck == first + Attendance.checkInterval)
        #expect(attendance.checkDue(at: first + Attendance.checkInterval) == 0)

        // Whoever is behind later is looked at a while after that, and not at a time that has long passed.
        attendance.goLive()
        #expect(attendance.nextCheck == nil)
        attendance.fallBehind(at: 2 * Self.now)
        #expect(attendance.nextCheck == 2 * Self.now + Attendance.checkInterval)
        attendance.leave()
        attendance.finishCheck(at: 3 * Self.now)
        #expect(attendance.nextCheck == nil)
    }
}
