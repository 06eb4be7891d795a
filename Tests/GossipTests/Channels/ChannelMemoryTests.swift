import Bytes
import FoundationEssentials
import Gossip
import Testing

/// What is measured is all that the process takes, so each measurement has a process of its own.
@Suite("The memory of a channel") struct ChannelMemoryTests {
    /// The most that a channel may cost that was used once, in bytes, with what tables have that doubled just now.
    private static let most = 1024

    // Just behind a power of two, tables have doubled that are still to be filled.
    @Test(arguments: [8_200, 12_000, 16_384, 33_000])
    func `is a kilobyte at most when one short message was posted there`(count: Int) async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) { [count] in
            var node = GossipNode(
                name: "alpha",
                epoch: 1_700_000_000_000,
                bootNonce: 1,
                settings: GossipSettings()
            )
            Self.post(in: -1, &node)
            let before = try Self.residentBytes()

            for number in 0..<count { Self.post(in: number, &node) }
            let cost = (try Self.residentBytes() - before) / count

            print("cost: \(cost)")
        }
        let output = String(decoding: result?.standardOutputContent ?? [], as: UTF8.self)
        let cost = output.split(whereSeparator: \.isNewline).compactMap { line in
            line.hasPrefix("cost: ") ? Int(line.dropFirst(6)) : nil
        }
        let found = try #require(cost.first)
        #expect(found <= Self.most)
    }

    private static func post(in number: Int, _ node: inout GossipNode) {
        let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)
        let frame: [UInt8] = [0x81, 5] + Array("hello".utf8)
        let channel = node.openChannel(.relay, named: Array("channel \(number)".utf8))
        _ = node.post(frame.span, Span(), in: channel, at: now)
        node.closeChannel(channel)
    }

    /// What of the process is in memory, in bytes.
    static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return try #require(pages) * 4096
    }
}
