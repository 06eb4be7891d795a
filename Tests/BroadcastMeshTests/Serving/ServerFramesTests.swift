import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A row of a server's frames", .computing) struct ServerFramesTests {
    /// Frames with payloads of these lengths, one for each form of the length.
    private static let lengths = [0, 125, 126, 65_535, 65_536]

    private let frames: [UInt8]
    private let ends: [Int]

    init() {
        var frames: [UInt8] = []
        var ends: [Int] = []
        for length in Self.lengths {
            let payload = [UInt8](repeating: 0x81, count: length)
            Frame.encodeServer(.binary, payload.span, into: &frames)
            ends.append(frames.count)
        }
        (self.frames, self.ends) = (frames, ends)
    }

    @Test func `is counted`() {
        #expect(ServerFrames.count(in: frames.span) == Self.lengths.count)
        #expect(ServerFrames.count(in: frames.span.extracting(0..<ends[2])) == 3)
        #expect(ServerFrames.count(in: frames.span.extracting(0..<0)) == 0)
    }

    @Test func `has a boundary after each frame and nowhere else`() {
        for (start, end) in zip([0] + ends, ends) {
            #expect(ServerFrames.boundary(atOrAfter: start, in: frames.span) == start)
            #expect(ServerFrames.boundary(atOrAfter: start + 1, in: frames.span) == end)
            #expect(ServerFrames.boundary(atOrAfter: end - 1, in: frames.span) == end)
        }
    }
}
