import Gossip
import Testing

@testable import MeshSimulator

@Suite("A turn of a simulated node", .computing) struct TurnTests {
    @Test func `gives clients everything that came before retention lets it go`() {
        var scenario = Scenario(
            seed: 1,
            hosts: ["alpha", "bravo"].map { Scenario.Host(name: $0, startsAt: 0) },
            edges: [Scenario.Edge(dialer: 0, listener: 1, profile: WireProfile())]
        )
        scenario.settings.retention.messages = 5
        scenario.clientCount = 2
        scenario.actions = (0...1).map {
            Action(time: .seconds(1), kind: .attach(client: $0, host: $0, username: nil))
        }
        scenario.actions += (0..<12).map {
            Action(time: .milliseconds(1500 + $0), kind: .post(client: 0, size: 20_000))
        }
        scenario.faults = [Fault(kind: .pause(host: 1), begin: .milliseconds(1400), end: .seconds(2))]
        scenario.calmAt = .seconds(2)

        let outcome = scenario.run()

        #expect(outcome.violations == [])
        // Each of the two got the twelve, and the last word of both.
        #expect(outcome.figures.deliveryCount == 2 * 14)
    }
}
