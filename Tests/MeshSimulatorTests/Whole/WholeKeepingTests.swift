import Testing

@testable import MeshSimulator

@Suite("What whole nodes let go for its age", .computing, .timeLimit(.minutes(10))) struct WholeKeepingTests {
    @Test(arguments: [(1, true), (2, true), (600, false)])
    func `is all that is said, or nothing`(seconds: Int, isOld: Bool) {
        var scenario = WholeMeshTests.line(1)
        scenario.crowd.seconds = seconds

        #expect(scenario.keepsLess)
        #expect(scenario.letsGoByAge == isOld)
        #expect(scenario.losesOld == isOld)
    }

    @Test func `is all or nothing in every scenario that is drawn`() {
        let scenarios = (0..<1000).map { WholeScenario.chaos(seed: $0, nodes: 3) }.filter { $0.crowd.seconds != nil }

        #expect(scenarios.contains(where: \.letsGoByAge) && !scenarios.allSatisfy(\.letsGoByAge))
        for scenario in scenarios {
            let age = Int64(scenario.crowd.seconds ?? 0) * 1_000_000_000
            let latest = scenario.letsGoByAge ? scenario.end - scenario.quietAt : .max
            #expect(age < latest, "seed \(scenario.seed)")
        }
    }

    @Test func `excuses no loss where nothing is as old`() {
        var scenario = WholeMeshTests.line(1)
        scenario.crowd.seconds = 600
        scenario.sabotage = .inventLoss

        #expect(scenario.run().violations.contains { $0.kind == .countedAsLost })
    }
}
