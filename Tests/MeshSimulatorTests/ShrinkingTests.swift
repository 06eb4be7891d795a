import Testing

@testable import MeshSimulator

@Suite("Shrinking") struct ShrinkingTests {
    @Test func `leaves out faults that a broken promise does not need`() {
        var scenario = Scenario.chaos(seed: 6, nodes: 6)
        scenario.sabotage = .repeat
        #expect(!scenario.faults.isEmpty)
        #expect(scenario.shrunk(tries: 20).faults.isEmpty)
    }

    @Test func `tells the command that shows it again`() {
        var scenario = Scenario.chaos(seed: 6, nodes: 6)
        scenario.sabotage = .repeat
        let text = scenario.explanation(of: scenario.run())
        #expect(text.contains("again: mesh simulate --nodes 6 --seeds 1 --seed 6"))
    }
}
