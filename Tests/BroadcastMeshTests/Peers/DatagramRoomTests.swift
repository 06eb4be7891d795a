import Testing

@testable import BroadcastMesh

@Suite("The kernel's room for datagrams", .computing) struct DatagramRoomTests {
    @Test func `is there until something was not taken`() {
        var room = DatagramRoom()
        #expect(room.isOpen(at: 5))
        #expect(room.nextTry == nil)
        room.handleSend(isComplete: true, at: 5)
        #expect(room.nextTry == nil)
    }

    @Test func `is tried again a moment later, and then whenever it is needed`() {
        var room = DatagramRoom()
        room.handleSend(isComplete: false, at: 5)
        #expect(room.nextTry == 5 + DatagramRoom.pause)
        #expect(!room.isOpen(at: 4 + DatagramRoom.pause))
        #expect(room.isOpen(at: 5 + DatagramRoom.pause))
        room.handleSend(isComplete: true, at: 5 + DatagramRoom.pause)
        #expect(room == DatagramRoom())
    }
}
