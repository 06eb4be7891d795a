import Gossip
import Testing

@testable import MeshSimulator

@Suite("A client that wants to do harm", .computing) struct RascalTests {
    /// A mesh in which two such clients play a trick again and again.
    static func scenario(_ trick: Trick, seed: UInt64 = 3, nodes: Int = 6) -> Scenario {
        var scenario = Scenario.chaos(seed: seed, nodes: nodes)
        scenario.faults = []
        scenario.actions.removeAll { if case .misbehave = $0.kind { true } else { false } }
        scenario.settings.frameBytes = Scenario.giantBytes
        for number in 0..<30 {
            let kind = Action.Kind.misbehave(rascal: number % 2, host: number % nodes, trick: trick)
            scenario.actions.append(Action(time: .milliseconds(1500 + 150 * number), kind: kind))
        }
        scenario.actions.sort { $0.time < $1.time }
        return scenario
    }

    @Test(arguments: Trick.allCases) func `harms nobody, whatever its trick is`(trick: Trick) {
        let scenario = Self.scenario(trick)
        let outcome = scenario.run()
        #expect(outcome.violations.isEmpty)
        #expect(scenario.run().hash == outcome.hash)
    }

    @Test func `is drawn for some seeds, with every trick`() {
        let scenarios = (0..<100).map { Scenario.chaos(seed: $0, nodes: 12) }
        let tricks = scenarios.map { scenario in
            scenario.actions.compactMap { if case .misbehave(_, _, let trick) = $0.kind { trick } else { nil } }
        }
        #expect((5...50).contains(tricks.count { !$0.isEmpty }))
        #expect(Set(tricks.joined()) == Set(Trick.allCases))
    }
}
