import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("Pongs that wait", .computing) struct PongsTests {
    @Test func `are one for each ping, as long as they are few`() {
        var frames: [UInt8] = []
        for number: UInt8 in 1...3 { Pongs.append([number].span, to: &frames) }
        #expect(frames == [0x8A, 1, 1, 0x8A, 1, 2, 0x8A, 1, 3])
    }

    @Test func `are bounded, with the latest among them`() {
        var frames: [UInt8] = []
        for number in 0..<1000 {
            Pongs.append([UInt8](repeating: UInt8(number % 251), count: 125).span, to: &frames)
            #expect(frames.count <= Pongs.mostBytes)
            #expect(frames.last == UInt8(number % 251))
        }
    }
}
