import Gossip
import Testing

@Suite("Timers") struct TimerTests {
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
