import MeshSimulator
import Testing

@Suite("A mesh of 25 nodes in chaos") struct ChaosTests {
    @Test(arguments: UInt64(1)...10)
    func `keeps its promises`(seed: UInt64) {
        let outcome = Scenario.chaos(seed: seed).run()
        #expect(outcome.violations.map(\.description) == [])
    }

    @Test func `happens again the same way with the same seed`() {
        let hashes = (0..<2).map { _ in Scenario.chaos(seed: 7).run().hash }
        #expect(hashes[0] == hashes[1])
        #expect(Scenario.chaos(seed: 8).run().hash != hashes[0])
    }
}
