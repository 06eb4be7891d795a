import Gossip
import Testing

@testable import MeshSimulator

@Suite("The branches that a mesh in chaos takes", .computing) struct MarksTests {
    @Test func `are told of each run, and add up`() {
        let (first, second) = (Scenario.chaos(seed: 1, nodes: 6).run(), Scenario.chaos(seed: 2, nodes: 12).run())
        var both = first.marks
        both.formUnion(second.marks)

        #expect(both.missing.count <= min(first.marks.missing.count, second.marks.missing.count))
        #expect(!both.missing.contains(.parentFound) && !both.missing.contains(.linkMadeLazy))
        // Travellers are looked after a little at a time.
        #expect(!both.missing.contains(.readerPaused))
        #expect(both.missing != Mark.allCases)
    }

    @Test func `are none before anything happens`() {
        #expect(Marks().missing == Mark.allCases)
    }
}
