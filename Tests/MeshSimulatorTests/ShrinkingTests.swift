import Testing

@testable import MeshSimulator

@Suite("Shrinking", .computing) struct ShrinkingTests {
    /// A scenario in which every client gets everything twice.
    private static let broken: Scenario = {
        var scenario = Scenario.chaos(seed: 6, nodes: 6)
        scenario.sabotage = .repeat
        return scenario
    }()

    @Test func `leaves next to nothing of a promise that is broken by every post`() throws {
        let outcome = Self.broken.run()
        let violation = try #require(outcome.violations.first)
        let smallest = Self.broken.shrunk(breaking: violation, tries: 200)
        #expect(smallest.faults.isEmpty)
        #expect(smallest.hosts.count == 1)
        #expect(smallest.edges.isEmpty)
        #expect(smallest.actions.count == 1, "somebody comes; in the end everybody there posts once more")
        #expect(smallest.run().violations.contains { $0.kind == violation.kind })
    }

    @Test func `keeps to the same promise`() throws {
        let violation = Violation.notAttached(reader: "nobody")
        let smallest = Self.broken.shrunk(breaking: violation, tries: 5)
        #expect(smallest.size == Self.broken.size)
    }

    @Test func `never takes a mesh apart, where different messages break no promise`() throws {
        var scenario = Scenario.chaos(seed: 6, nodes: 6)
        while scenario.hosts.count > 2 {
            scenario.removeHost(scenario.hosts.count / 2)
            #expect(scenario.isConnected)
        }
        scenario.removeEdge(0)
        #expect(!scenario.isConnected)
    }

    @Test func `tells what is broken and with which faults`() {
        let text = Self.broken.explanation(of: Self.broken.run())
        #expect(text.contains("seed 6 breaks a promise"))
        #expect(text.contains("twice"))
    }
}
