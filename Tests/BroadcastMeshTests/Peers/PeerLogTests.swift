import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What people are told of peers") struct PeerLogTests {
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
}
