import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What people are told of peers", .computing) struct PeerLogTests {
    private let paper = LogTests.Paper()

    @Test func `names each kind of wrong key at a host once a minute`() {
        var log = PeerLog(Log(node: "alpha", to: paper.write))
        let reasons = [
            "the peer speaks without a key: give it one", "the peer holds another key: mesh1-00",
            "the peer holds another key: mesh1-01", "the peer speaks without a key: give it one",
        ]
        for reason in reasons { log.tellEnd(of: .loopback(port: 7), because: .sealing(reason), at: 0) }
        #expect(paper.lines.count == 2)

        log.tellEnd(of: .loopback(port: 7), because: .sealing(reasons[0]), at: 61_000_000_000)
        #expect(paper.lines.count == 3)
    }

    @Test(arguments: [
        (
            GossipEvent.clocksApart(peer: "bravo", microseconds: 90_000_000),
            "warning clocks are over 60 s apart", "peer=bravo peer_ahead_seconds=90"
        ),
        (.clocksTogether(peer: "bravo"), "info clocks are together again", "peer=bravo"),
        (
            .settingsDiffer(peer: "bravo", [.nodes, .retention]),
            "give all nodes the same file, and a SIGHUP", "peer=bravo differs=\"nodes retention\""
        ),
        (.settingsDiffer(peer: "bravo", []), "info mesh.json says the same as the peer's again", "peer=bravo"),
        (.runRenewed(epoch: 7), "warning took a higher epoch", "epoch=7"),
        (
            .forked(MessageID(node: "alpha", epoch: 1, sequence: 2), peer: "bravo"),
            "this node goes on as a new run", "id=alpha@1/2 node=alpha peer=bravo"
        ),
        (
            .forked(MessageID(node: "charlie", epoch: 1, sequence: 2), peer: "bravo"),
            "restart charlie", "id=charlie@1/2 node=alpha peer=bravo"
        ),
        (.anotherProcess, "error another process runs under this node's name; stop one of the two", "name=alpha"),
    ])
    func `says in a line what has happened, to whom, and what to do`(
        event: GossipEvent,
        words: String,
        details: String
    ) throws {
        var side = try PeerSide("alpha", of: LinkedNodesTests.line(["alpha", "bravo"], transport: "tcp"))
        side.peers.handle(event, with: side.gossip, at: 0)

        #expect(side.paper.lines.count == 1)
        #expect(side.told(words), "\(side.paper.lines)")
        #expect(side.paper.lines[0].hasSuffix(details), "\(side.paper.lines)")
    }

    @Test func `has nothing of the people who come and go`() throws {
        var side = try PeerSide("alpha", of: LinkedNodesTests.line(["alpha", "bravo"], transport: "tcp"))
        side.peers.handle(.usersChanged(channel: 0), with: side.gossip, at: 0)
        #expect(side.paper.lines.isEmpty)
    }

    @Test func `names the address of a host that is not listened on, and the one that UDP links use`() {
        let log = PeerLog(Log(node: "alpha", to: paper.write))
        let error = SystemError(call: "bind", code: 98)
        log.tellUnopened(ListenerGroup.Failure(address: .loopback(port: 7), error: error))
        log.tellOnly(.loopback(port: 8))

        #expect(paper.lines.count == 2)
        #expect(paper.lines[0].contains("warning does not listen on one address of a host address=127.0.0.1:7 reason="))
        #expect(paper.lines[1].hasSuffix("info UDP links use one address of the host address=127.0.0.1:8"))
    }
}
