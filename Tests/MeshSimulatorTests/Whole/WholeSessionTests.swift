import MeshSimulator
import Testing

@Suite("Sessions that guard keys on whole nodes", .computing, .whenOptimized, .timeLimit(.minutes(10)))
struct WholeSessionTests {
    private static let second: Int64 = 1_000_000_000

    /// A client of the channel protocol whose keys are guarded, or one that posts under those of others.
    private func program(steals: Bool, _ deeds: [WholeGuest.Deed] = []) -> WholeGuest {
        var listening = WholeGuest.Listening(speaksEvents: true)
        (listening.guardsKeys, listening.steals) = (!steals, steals)
        return WholeGuest(.relay(listening), at: "/channels/tea", deeds)
    }

    /// Four nodes in a line, with two who post, go from node to node and post again, and three thieves.
    private func line(_ seed: UInt64) -> WholeScenario {
        var scenario = WholeScenario(seed: seed, nodes: 4)
        scenario.links = (1..<4).map { WholeScenario.Link(dialer: $0, listener: $0 - 1, isDatagrams: $0 == 2) }
        scenario.quietAt = 7 * Self.second
        let posts = (0..<20).map { WholeGuest.Deed(.post(2, bytes: 100), time: Self.second + $0 * 200_000_000) }
        let reloads = (1...4).map { WholeGuest.Deed(.reload(node: $0 % 4, early: 2), time: Int64($0) * 1_300_000_000) }
        scenario.crowd.guests =
            (0..<2).map { _ in program(steals: false, posts + reloads) }
            + (0..<3).map { node in
                let coming = WholeGuest.Deed(.reload(node: node, early: 0), time: 1_500_000_000)
                return program(steals: true, [coming])
            }
        return scenario
    }

    @Test(arguments: 1...4) func `let nobody else post under them, and are heard once at whichever node`(seed: UInt64) {
        var scenario = line(seed)
        scenario.faults = [
            WholeFault(.split([0]), start: 2 * Self.second, end: 4 * Self.second),
            WholeFault(.kill(1), start: 3 * Self.second, end: 3_200_000_000),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 5 * 60)
    }
}
