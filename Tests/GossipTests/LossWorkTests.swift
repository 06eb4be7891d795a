import Testing

@testable import Gossip

/// What is lost, and who has seen more than came, costs no more than those who are there.
@Suite("The work of losses and of readers that wait") struct LossWorkTests {
    @Test func `of a reader that has seen what is not here is a look at that, as long as nothing of it comes`() {
        var mesh = TestMesh(2)
        var entries = [MessageID(node: "zulu", epoch: 7, sequence: 7)]
        for number in 0..<200 {
            mesh.restart(1, epoch: 1_700_000_000_000 + UInt64(number))
            mesh.connect(0, 1)
            mesh.settle()
            entries.append(mesh.post("x", at: 1).id)
            mesh.settle()
        }
        var (reading, _) = mesh.nodes[0].replay(after: Position(entries), in: mesh.rooms[0])
        let time = ContinuousClock().measure {
            for number in 0..<1000 {
                mesh.post("y", at: 0)
                #expect(ReplayTests.read(&reading, at: 0, in: &mesh).text == "y", "\(number)")
            }
        }
        print("STEPS", time)
        #expect(time < .seconds(2))
    }
}
