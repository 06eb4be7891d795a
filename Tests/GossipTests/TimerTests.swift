import Gossip
import Testing

@Suite("Timers", .computing) struct TimerTests {
    @Test func `do not run again and again while a link has no room`() {
        // A triangle, in which 1 and 2 learn to tell each other heads only.
        var mesh = TestMesh(3)
        for wire in [[0, 1], [0, 2], [1, 2]] { mesh.connect(wire[0], wire[1]) }
        for _ in 0..<3 {
            mesh.post("x", at: 0)
            mesh.run(milliseconds: 200)
        }
        mesh.post("x", at: 0)
        mesh.settle()

        // The announcement is due, but nothing is carried any more.
        for _ in 0..<5 {
            mesh.now.monotonic = mesh.nodes[1].nextDeadline
            mesh.nodes[1].handleTimers(at: mesh.now)
            let next = mesh.nodes[1].nextDeadline
            #expect(next > mesh.now.monotonic)
        }
    }

    @Test(arguments: [60, 20_000]) func `end a link on which a frame never ends, and no slow one`(rate: Int) throws {
        var mesh = TestMesh(1)
        let peer = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        // Entries, a million bytes of them: of what the peer says from here on, nothing is understood.
        try mesh.nodes[0].receive([0, 15, 66, 64, 3].span, on: peer.link, at: mesh.now)
        for _ in 0..<10 {
            mesh.now.monotonic += 1_000_000_000
            mesh.nodes[0].handleTimers(at: mesh.now)
            try mesh.nodes[0].receive(Array(repeating: 0, count: rate).span, on: peer.link, at: mesh.now)
        }
        let isGivenUp = try peer.heard(from: &mesh.nodes[0], at: mesh.now).contains(.goodbye)
        #expect(isGivenUp == (rate == 60))
    }

    @Test func `excuse a peer for this node's own absence, and not for what the peer does after that`() {
        var mesh = TestMesh(2)
        mesh.connect(0, 1)
        mesh.settle()
        let absence: Int64 = 65_000_000_000
        mesh.now.monotonic += absence
        mesh.post("waited in the socket", at: 1)
        mesh.settle()
        mesh.nodes[0].handleTimers(at: mesh.now, lag: absence)
        #expect(mesh.nodes[0].linkReports.count == 1)

        // From now on the peer says nothing.
        for _ in 0..<5 {
            mesh.now.monotonic += 1_000_000_000
            mesh.nodes[0].handleTimers(at: mesh.now)
        }
        #expect(mesh.nodes[0].linkReports.isEmpty)
    }
}
