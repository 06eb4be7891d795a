import Gossip
import Testing

@testable import BroadcastMesh

@Suite("What is said of channels", .computing) struct ChannelLinesTests {
    private var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
    private var lines = ChannelLines()

    init() {
        for number in 0..<100 {
            let channel = gossip.openChannel(.relay, named: Array("room \(number)".utf8))
            _ = gossip.post(in: channel, at: Moment(monotonic: 1, wall: 1)) { _ in [0x82, 1, 7] }
        }
    }

    @Test mutating func `is brought up to date in as many turns as it takes`() {
        var turns = 1
        while case var budget = TurnBudget(10 * TurnBudget.channelLine),
            !lines.update(gossip.channels, clients: { _ in 2 }, paidBy: &budget)
        {
            #expect(budget.left > -2 * TurnBudget.channelLine)
            turns += 1
        }

        #expect(turns == 10)
        #expect(lines.lines.count == 100)
        #expect(lines.lines.allSatisfy { $0?.clients == 2 && $0?.json.isEmpty == false })
    }

    @Test mutating func `costs little where nothing has changed`() {
        var budget = TurnBudget()
        var isDone = lines.update(gossip.channels, clients: { _ in 0 }, paidBy: &budget)
        #expect(isDone)

        budget = TurnBudget()
        isDone = lines.update(gossip.channels, clients: { $0 == 5 ? 1 : 0 }, paidBy: &budget)
        #expect(isDone)
        #expect(TurnBudget.turn - budget.left == 100 * TurnBudget.look + TurnBudget.channelLine)
    }

    @Test mutating func `names the channel that has a number now, though one before it counted the same`() throws {
        for name in ["before", "after"] {
            let channel = gossip.openChannel(.relay, named: Array(name.utf8))
            #expect(channel == 100)
            var budget = TurnBudget()
            let isDone = lines.update(gossip.channels, clients: { $0 == 100 ? 1 : 0 }, paidBy: &budget)
            gossip.closeChannel(channel)

            let line = try #require(lines.lines[channel])
            #expect(isDone)
            #expect(String(decoding: line.json, as: UTF8.self).contains(#""name":"\#(name)""#))
            // Also where the channel is gone since.
            #expect(ChannelSummary(lines.lines).named.contains { $0.name == name })
        }
    }
}
