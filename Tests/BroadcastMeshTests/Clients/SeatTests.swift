import Testing

@testable import BroadcastMesh

@Suite("A client that does not want its own messages back") struct SeatTests {
    @Test func `has one range for messages that follow each other`() {
        var seat = Seat(channel: 0)
        seat.skip(10..<20)
        seat.skip(20..<30)
        seat.skip(40..<50)
        #expect(seat.ownFrames == [10..<30, 40..<50])
    }

    @Test func `passes over them when its cursor is there`() {
        var seat = Seat(channel: 0)
        seat.cursor = 10
        seat.skip(10..<30)
        seat.skip(40..<50)
        seat.passOwnFrames(upTo: 100)
        #expect(seat.cursor == 30)
        #expect(seat.ownFrames == [40..<50])
        seat.cursor = 40
        seat.passOwnFrames(upTo: 100)
        #expect(seat.cursor == 50)
        #expect(seat.ownFrames.isEmpty)
    }

    @Test func `stops where the members are`() {
        var seat = Seat(channel: 0)
        seat.cursor = 10
        seat.skip(10..<30)
        seat.passOwnFrames(upTo: 10)
        #expect(seat.cursor == 10)
        seat.passOwnFrames(upTo: 20)
        #expect(seat.cursor == 20)
        #expect(seat.ownFrames == [20..<30])
    }
}
