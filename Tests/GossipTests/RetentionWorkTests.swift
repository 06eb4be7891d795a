import Testing

@testable import Gossip

@Suite("Letting go in turns", .computing) struct RetentionWorkTests {
    private func node(seconds: Int = 3600, bytes: Int = 64 << 20) -> GossipNode {
        var settings = GossipSettings()
        settings.retention.messages = 1_000_000
        settings.retention.seconds = seconds
        settings.retention.bytes = bytes
        return GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
    }

    private func moment(second: Int64) -> Moment {
        Moment(monotonic: second * 1_000_000_000, wall: 1_700_000_000_000_000 + second * 1_000_000)
    }

    private func post(_ bytes: Int = 1, in channel: String, of node: inout GossipNode, at second: Int64) {
        let channel = node.openChannel(.relay, named: Array(channel.utf8))
        let frame = [UInt8](repeating: 7, count: bytes)
        _ = node.post(in: channel, at: moment(second: second)) { _ in frame }
        node.closeChannel(channel)
        var grown: [Int] = []
        node.takeGrownChannels(into: &grown)
    }

    /// - Returns: How many turns it took.
    private func letGo(of node: inout GossipNode, at second: Int64) -> Int {
        var turns = 0
        repeat {
            node.enforceRetention(at: moment(second: second))
            turns += 1
        } while node.hasRetentionWork
        return turns
    }

    @Test func `leaves what is awaited, however many they are, and nothing of it once it is given`() {
        var settings = GossipSettings()
        settings.retention.messages = 10
        var node = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings)
        let channel = node.openChannel(.relay, named: [])
        for _ in 0..<30 { post(3, in: "", of: &node, at: 1) }
        // Each frame has three bytes.
        let turns = [0, 15, 15, 60].map { awaited in
            node.enforceRetention(at: moment(second: 1)) { $0 == channel ? awaited : nil }
            return (held: node.channels[channel]?.messageCount ?? 0, hasMore: node.hasRetentionWork)
        }
        #expect(turns.map(\.held) == [30, 25, 25, 10])
        #expect(turns.map(\.hasMore) == [true, true, true, false])
    }

    @Test func `takes several turns for thousands of channels that are too old at once`() {
        var node = node(seconds: 10)
        for number in 0..<4000 { post(in: "room \(number)", of: &node, at: 1) }
        _ = letGo(of: &node, at: 1)

        node.enforceRetention(at: moment(second: 20))
        let hasMore = node.hasRetentionWork
        #expect(hasMore)
        #expect(node.channels.count { $0 != nil } > 2000)
        let turns = letGo(of: &node, at: 20)
        #expect(turns == 2)
        #expect(node.channels.allSatisfy { $0 == nil })
    }

    @Test func `says as long as more is held than is to be kept`() {
        var node = node(bytes: 6 << 20)
        for _ in 0..<30_000 { post(in: "small", of: &node, at: 1) }
        _ = letGo(of: &node, at: 1)
        for _ in 0..<5 { post(1 << 20, in: "large", of: &node, at: 2) }

        node.enforceRetention(at: moment(second: 2))
        var isOverweight = node.isOverweight
        #expect(isOverweight)
        let turns = letGo(of: &node, at: 2)
        #expect(turns == 1)
        isOverweight = node.isOverweight
        #expect(!isOverweight)
        #expect(node.messageMemory > 5 << 20)
    }

    @Test func `takes several turns for what channels that grow hold too much, since fewer messages are to be kept`() {
        var node = node()
        for number in 0..<40_000 { post(in: "room \(number % 8)", of: &node, at: 1) }
        _ = letGo(of: &node, at: 1)
        var settings = node.settings
        settings.retention.messages = 10
        node.reconfigure(settings, at: moment(second: 2))
        for number in 0..<8 { post(in: "room \(number)", of: &node, at: 2) }

        let turns = letGo(of: &node, at: 2)
        #expect(turns == 3)
        #expect(node.channels.compactMap { $0?.messageCount } == Array(repeating: 10, count: 8))
    }

    @Test func `ends with the same, however much was to be let go at a time`() {
        var (often, once) = (node(bytes: 4 << 20), node(bytes: 4 << 20))
        for number in 0..<60_000 {
            let (channel, second) = ("room \(number % 3)", Int64(1 + number / 1000))
            post(number % 50, in: channel, of: &often, at: second)
            post(number % 50, in: channel, of: &once, at: second)
            if number % 10 == 0 { _ = letGo(of: &often, at: second) }
        }
        _ = letGo(of: &often, at: 61)
        _ = letGo(of: &once, at: 61)

        #expect(often.channels.map { $0?.transcript } == once.channels.map { $0?.transcript })
        #expect(often.messageMemory == once.messageMemory)
    }
}
