import FoundationEssentials
import MeshSimulator
import Testing

@Suite("A mesh of 25 nodes in chaos") struct ChaosTests {
    /// How many seeds are tried: a minute's worth, or as many as `MESH_SEEDS` in the environment says.
    static let seedCount = ProcessInfo.processInfo.environment["MESH_SEEDS"].flatMap(Int.init) ?? 24

    /// How many of them one test takes, so that several run at once.
    static let share = 6

    @Test(arguments: 0..<(seedCount + share - 1) / share)
    func `keeps its promises`(part: Int) {
        for seed in part * Self.share..<min((part + 1) * Self.share, Self.seedCount) {
            let scenario = Scenario.chaos(seed: UInt64(seed))
            let outcome = scenario.run()
            guard !outcome.violations.isEmpty else { continue }
            Issue.record("\(scenario.explanation(of: outcome))")
        }
    }

    @Test func `happens again the same way with the same seed, in every process and every build`() {
        #expect(Scenario.chaos(seed: 7).run().hash == Scenario.chaos(seed: 7).run().hash)
        #expect(Scenario.chaos(seed: 8).run().hash != Scenario.chaos(seed: 7).run().hash)
    }
}
