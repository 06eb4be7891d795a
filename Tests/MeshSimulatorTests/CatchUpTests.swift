import Gossip
import Testing

@testable import MeshSimulator

@Suite("A mesh whose halves did not see each other", .computing) struct CatchUpTests {
    /// How many messages one half posts meanwhile.
    static let count = 10_000

    @Test(arguments: [false, true])
    func `catches up with ten thousand messages within a second`(overDatagrams: Bool) {
        // A line of four, cut in the middle for a second.
        var profile = WireProfile()
        profile.delay = .constant(1_000_000)
        var scenario = Scenario(
            seed: 1,
            hosts: (0..<4).map { Scenario.Host(name: "node\($0)", startsAt: 0) },
            edges: (0..<3).map {
                Scenario.Edge(dialer: $0, listener: $0 + 1, profile: profile, carriesDatagrams: overDatagrams)
            }
        )
        scenario.settings.retention.messages = 2 * Self.count
        scenario.faults = [Fault(kind: .refuse(wire: 1), begin: .seconds(2), end: .seconds(3))]
        scenario.clientCount = 2
        scenario.actions = [0, 1].map {
            Action(time: .milliseconds(1500), kind: .attach(client: $0, host: 3 * $0, username: nil))
        }
        scenario.actions += (0..<Self.count).map {
            Action(time: .seconds(2) + Int64($0) * 100_000, kind: .post(client: 0, size: 100))
        }
        scenario.calmAt = .seconds(3)

        let outcome = scenario.run()

        #expect(outcome.violations == [])
        #expect(outcome.recoveryTime ?? .max <= .seconds(1))
        #expect(outcome.figures.deliveryCount >= 2 * Self.count)
    }
}
