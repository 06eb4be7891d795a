import Testing

@testable import BroadcastMesh

@Suite("Attendance") struct AttendanceTests {
    @Test func `tells whether somebody is behind`() {
        var attendance = Attendance()
        #expect(!attendance.hasClientsBehind)
        attendance.arrive()
        #expect(attendance.hasClientsBehind)
        attendance.goLive()
        #expect(!attendance.hasClientsBehind && attendance.attached == 1)
        attendance.fallBehind()
        #expect(attendance.hasClientsBehind)
        attendance.leave()
        #expect(!attendance.hasClientsBehind && attendance.attached == 0)
    }
}
