import Testing

@testable import Gossip

@Suite("What must hold of many logs together", .computing) struct CheckRoundTests {
    @Test(arguments: [(0, 1), (1, 1), (64, 1), (65, 5), (128, 8), (640, 40), (6400, 400)])
    func `is looked at after each event of few, and of many as seldom as costs what 16 do`(count: Int, events: Int) {
        var round = CheckRound()
        let due = (1...(3 * events)).filter { _ in round.isDue(among: count) }
        #expect(due == [events, 2 * events, 3 * events])
    }

    @Test func `is looked at in a store of many as well, if not at once`() async {
        await #expect(processExitsWith: .failure) {
            var logs = LogStore(GossipSettings())
            for number in UInt8(0)..<200 { _ = logs.openChannel(ChannelKey(kind: .relay, name: [number])) }
            logs.clock.hash &+= 1
            for _ in 0..<13 { logs.checkAfterEvent() }
        }
    }

    @Test func `holds in a store of many`() {
        var logs = LogStore(GossipSettings())
        for number in UInt8(0)..<200 { _ = logs.openChannel(ChannelKey(kind: .relay, name: [number])) }
        for _ in 0..<26 { logs.checkAfterEvent() }
    }
}
