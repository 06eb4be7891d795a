import MeshSimulator
import Testing

@Suite("A mesh under a steady load", .computing) struct LoadTests {
    @Test func `sends every message once to every node, by the shortest way`() throws {
        let measured = try #require(Self.scenario().run().measurement)
        #expect(measured.deliveries == 100 * 29)
        #expect(measured.redundancy <= 0.02)
        #expect(Double(measured.lastHops) <= 1.02 * Double(measured.floodingHops))
    }

    @Test func `counts a delivery once, though who crashed is told again`() throws {
        var load = Scenario.Load()
        load.crashes = 3
        let measured = try #require(Self.scenario(load).run().measurement)
        #expect(measured.needed == measured.messages * 29)
        #expect(measured.deliveries <= measured.needed)
        #expect(measured.deliveries > measured.messages * 26)
        #expect(measured.redundancy >= 0)
    }

    @Test func `agrees again after half of it was cut off`() {
        var load = Scenario.Load()
        load.partition = 3_000_000_000
        let outcome = Self.scenario(load).run()
        #expect(outcome.violations.isEmpty)
        #expect(outcome.recoveryTime ?? .max <= 5_000_000_000)
    }

    private static func scenario(_ load: Scenario.Load = Scenario.Load()) -> Scenario {
        var load = load
        load.messages = 100
        // Where all ways take as long, what is first is also what is shortest.
        var profile = WireProfile()
        profile.delay = .constant(1_000_000)
        let edges = Scenario.edges(.random(degree: 4), of: 30, profile: profile, seed: 1)
        let names = (0..<30).map { "node\($0)" }
        return Scenario.measured(seed: 1, names: names, edges: edges, load: load)
    }
}
