import Testing

@testable import MeshSimulator

@Suite("What is broken on purpose in a simulated mesh", .computing) struct SabotageTests {
    @Test(arguments: Sabotage.allCases) func `makes a checker object`(sabotage: Sabotage) {
        var scenario = Self.scenario(for: sabotage)
        scenario.sabotage = sabotage
        let violations = scenario.run().violations
        #expect(violations.contains { $0.kind == sabotage.shows }, "\(violations)")
    }

    @Test(arguments: distinct) func `is all that is wrong in its scenario`(sabotage: Sabotage) {
        #expect(Self.scenario(for: sabotage).run().violations == [])
    }

    @Test func `shows that every checker can object`() {
        let shown = Sabotage.allCases.map(\.shows) + TravellerSabotage.allCases.map(\.shows)
        #expect(Set(shown) == Set(Violation.Kind.allCases))
    }

    /// One for each scenario: most are shown in the same.
    private static let distinct: [Sabotage] = {
        var files: Set<[UInt8]> = []
        return Sabotage.allCases.filter { files.insert(scenario(for: $0).file).inserted }
    }()

    /// Where a sabotage shows.
    private static func scenario(for sabotage: Sabotage) -> Scenario {
        var scenario = Scenario.chaos(seed: 3, nodes: sabotage == .spin ? 2 : 5)
        scenario.faults = []
        switch sabotage {
        case .tellSecrets: return RascalTests.scenario(.theft, nodes: 3)
        case .garble: return RascalTests.scenario(.rooms, nodes: 3)
        case .hoard: scenario = TravellerTests.tightened(scenario)
        case .neverCompare: return OldFileTests.scenario
        case .nameManyRuns: scenario.hosts[0].keepsJournal = true
        case .dawdle:
            for host in scenario.hosts.indices { scenario.hosts[host].longestTurn = 0 }
            for edge in scenario.edges.indices {
                scenario.edges[edge].profile = WireProfile()
                scenario.edges[edge].profile.delay = .constant(500_000)
            }
        default: break
        }
        return scenario
    }
}
