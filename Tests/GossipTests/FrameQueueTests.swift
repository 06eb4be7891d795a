import Bytes
import Testing

@testable import Gossip

@Suite("Frames that wait to be put into packets", .computing) struct FrameQueueTests {
    /// What is measured is all that the process takes, so the measurement has a process of its own.
    @Test func `take no memory once they are cut to the end`() async throws {
        await #expect(processExitsWith: .success) {
            let frame = DatagramPathTests.frame(4, [UInt8](repeating: 7, count: 1 << 20))
            var queue = FrameQueue()
            func send() {
                queue.append(frame.span)
                while !queue.next().isEmpty {}
            }
            send()
            let before = try ChannelMemoryTests.residentBytes()

            for _ in 0..<30 { send() }

            #expect(try ChannelMemoryTests.residentBytes() - before < 8 << 20)
        }
    }
}
