import Testing

@testable import BroadcastMesh

@Suite("What is received from a client at once", .computing) struct IntakeTests {
    /// How often the portion of a client is doubled that sends again and again.
    private func portion(_ reads: [(messages: Int, bytes: Int)], smallest: Int = 8192) -> UInt8 {
        var intake = Intake(at: 0)
        for read in reads {
            let doublings = intake.portion
            let limit = smallest << Int(doublings)
            intake.noteMessages(read.messages, in: read.bytes, isLargest: limit >= 1 << 18)
            intake.noteReceived(read.bytes, of: limit, doubled: doublings)
        }
        return intake.portion
    }

    @Test func `is no more from who sends many small messages`() {
        #expect(portion(Array(repeating: (113, 8192), count: 9)) == 0)
        #expect(portion([(46, 8192), (200, 16384)]) == 0)
    }

    @Test func `is more from who sends few in it, and stays so while an eighth of it comes`() {
        #expect(portion([(46, 8192)]) == 1)
        #expect(portion([(46, 8192)] + Array(repeating: (64, 11264), count: 9)) == 1)
        #expect(portion([(46, 8192), (17, 3072)]) == 1)
        #expect(portion([(46, 8192), (17, 3072), (1, 176)]) == 0)
    }

    @Test func `is as much as there is room for from who sends large ones`() {
        #expect(portion((0..<9).map { (8 << min($0, 5), 8192 << min($0, 5)) }) == 5)
    }
}
