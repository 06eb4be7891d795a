import Testing

@testable import MeshSimulator

@Suite("The judge's patience", .computing) struct PatienceTests {
    /// A ring of 25 in which somebody posts so much at once.
    private static func ring(posting bytes: Int, carriesDatagrams: Bool = false, _ profile: WireProfile) -> Scenario {
        let hosts = (0..<25).map { Scenario.Host(name: "node\($0)", startsAt: 0) }
        let edges = Scenario.edges(.ring, of: 25, profile: profile, carriesDatagrams: carriesDatagrams, seed: 1)
        var scenario = Scenario(seed: 1, hosts: hosts, edges: edges)
        scenario.actions = [Action(time: 0, kind: .post(client: 0, size: bytes))]
        return scenario
    }

    private static let promised = Scenario.healingTime - Scenario.breath

    @Test func `is what is promised where lines carry what is posted in no time`() {
        let patience = Self.ring(posting: 300, WireProfile()).patience
        #expect((Self.promised...(Self.promised + .milliseconds(1))).contains(patience))
    }

    @Test func `is longer by what the longest message takes over lossy lines in a row`() {
        var lossy = WireProfile()
        lossy.delay = .uniform(10_000_000...60_000_000)
        lossy.lossPerMillion = 100_000
        let short = Self.ring(posting: 300, carriesDatagrams: true, lossy).patience
        let long = Self.ring(posting: Scenario.giantBytes, carriesDatagrams: true, lossy).patience
        // Twelve hops, and on each one thing is waited for; of a long message a tenth is lost.
        #expect((Self.promised + .seconds(1)...Self.promised + .seconds(2)).contains(short))
        #expect((Self.promised + .seconds(10)...Self.promised + .seconds(15)).contains(long))
    }

    @Test func `is longer by what a narrow line takes, though another way is wide`() {
        var scenario = Self.ring(posting: 1_000_000, WireProfile())
        scenario.edges[0].profile.bytesPerSecond = 200_000
        #expect(scenario.patience > Self.promised + .seconds(5))
        #expect(scenario.patience < Self.promised + .seconds(6))
    }
}
