import MeshSimulator
import Testing

/// Whole nodes in virtual time whose links are sealed by the system's OpenSSL.
@Suite("Sealed links where everything goes wrong", .computing, .needsOpenSSL, .timeLimit(.minutes(10)))
struct SealedChaosTests {
    #if !DEBUG
    @Test(arguments: 1...20) func `let nothing through that somebody has changed`(seed: UInt64) {
        let outcome = WholeScenario.sealedChaos(seed: seed, nodes: 5).run()
        #expect(outcome.violations.isEmpty, "\(outcome.violations.map(\.description))")
    }
    #endif

    @Test func `are the same run each time, for what OpenSSL makes up is never longer or shorter`() {
        let hashes = [7, 7].map { WholeScenario.sealedChaos(seed: $0, nodes: 3).run().hash }
        #expect(hashes[0] == hashes[1])
    }

    @Test func `keep out a peer without the key, and let all others hear each other`() {
        var scenario = WholeScenario(seed: 3, nodes: 3)
        scenario.links = [
            WholeScenario.Link(dialer: 1, listener: 0, isDatagrams: true),
            WholeScenario.Link(dialer: 2, listener: 1, isDatagrams: false),
        ]
        scenario.terrain.seal = .system
        scenario.quietAt = 5_000_000_000
        scenario.actions = (0..<20).map {
            WholeAction(browser: $0 % 2, deed: .speak(2), time: 1_000_000_000 + Int64($0) * 150_000_000)
        }
        scenario.faults = [
            WholeFault(.tampering(perMillion: 50_000), start: 1_000_000_000, end: 4_000_000_000)
        ]
        let visit = WholeGuest.Deed(.reload(node: 1, early: 0), time: 2_500_000_000)
        scenario.crowd.guests = [WholeGuest(.stranger(.falsePeer), at: "/", [visit])]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }
}
