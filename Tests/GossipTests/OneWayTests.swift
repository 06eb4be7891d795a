import Gossip
import Testing

@Suite("A link on which only one direction works", .computing) struct OneWayTests {
    let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    @Test func `is not up for the side that hears the other's greeting`() throws {
        var (alpha, bravo) = pair()
        let (dialed, accepted) = link(&alpha, &bravo)

        try carry(from: &alpha, dialed, to: &bravo, accepted)

        #expect(bravo.takeEvents().isEmpty)
        #expect(bravo.linkReports.isEmpty)
        bravo.closeLink(accepted, reason: .disconnected("cut"), at: now)
        #expect(bravo.takeEvents().isEmpty)
    }

    @Test func `is up once the other side answered`() throws {
        var (alpha, bravo) = pair()
        let (dialed, accepted) = link(&alpha, &bravo)

        try carry(from: &alpha, dialed, to: &bravo, accepted)
        try carry(from: &bravo, accepted, to: &alpha, dialed)
        #expect(alpha.linkReports.map(\.peer) == ["bravo"])
        #expect(bravo.linkReports.isEmpty)

        try carry(from: &alpha, dialed, to: &bravo, accepted)
        #expect(bravo.linkReports.map(\.peer) == ["alpha"])
    }

    private func pair() -> (GossipNode, GossipNode) {
        var settings = GossipSettings()
        settings.neighbours = ["alpha", "bravo"]
        return (
            GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: settings),
            GossipNode(name: "bravo", epoch: 1, bootNonce: 2, settings: settings)
        )
    }

    private func link(_ dialer: inout GossipNode, _ listener: inout GossipNode) -> (Int, Int) {
        (
            dialer.openLink(expecting: "bravo", over: .tcp, at: now),
            listener.openLink(expecting: nil, over: .tcp, at: now)
        )
    }

    private func carry(
        from sender: inout GossipNode,
        _ output: Int,
        to receiver: inout GossipNode,
        _ input: Int
    ) throws {
        var bytes: [UInt8] = []
        sender.produce(for: output, into: &bytes, limit: 1 << 16, at: now)
        try receiver.receive(bytes.span, on: input, at: now)
    }
}
