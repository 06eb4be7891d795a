import Bytes
import Gossip
import Testing

@Suite("Hundreds of single gaps", .computing) struct ScatteredGapTests {
    /// Posts by turns in a room of which little is kept and in rooms of their own: a gap behind each message that is held.
    private static func scatter(_ count: Int, at node: inout GossipNode, _ now: Moment) {
        let empty: [UInt8] = []
        for number in 0..<count {
            for name in ["busy", "quiet \(number)"] {
                let (room, text) = (node.openChannel(.relay, named: Array(name.utf8)), Array("x".utf8))
                _ = node.post(text.span, empty.span, in: room, at: now)
                node.closeChannel(room)
            }
        }
    }

    @Test(arguments: 1...5)
    func `are passed together though their answers overtake each other`(seed: UInt64) {
        var settings = GossipSettings()
        settings.retention.messages = 20
        settings.limits.answerPieceBytes = 25
        var line = DatagramMesh(3, lossPercent: 0, doublePercent: 0, seed: seed, settings: settings)
        for wire in line.wires.indices { line.wires[wire].delay = 10_000_000...60_000_000 }
        line.mesh.connect(0, 2)
        Self.scatter(300, at: &line.mesh.nodes[0], line.mesh.now)
        line.mesh.post("end", at: 0)
        line.mesh.settle()
        for node in [0, 2] { line.mesh.nodes[node].enforceRetention(at: line.mesh.now) }
        #expect(line.mesh.log(of: 2) == "end")

        let time = line.run(milliseconds: 20_000) { $0.mesh.log(of: 1) == "end" }

        // Together they take less than one second; one after the other 4 to 14.
        #expect(time < 2000)
        #expect(line.mesh.nodes[1].counters.lost == 280)
    }
}
