import Testing

@testable import MeshSimulator

@Suite("Whole nodes whose turns are short", .computing, .timeLimit(.minutes(10))) struct WholeTurnTests {
    private static let second: Int64 = 1_000_000_000
    private static let least = WholeScenario.turns.lowerBound

    @Test func `are drawn in a tenth of all seeds, from room for one piece of work up to what is usual`() {
        let scenarios = (0..<400).map { WholeScenario.chaos(seed: $0, nodes: 3) }

        let turns = scenarios.compactMap(\.crowd.turn)

        #expect((20...60).contains(turns.count), "\(turns.count)")
        #expect(turns.allSatisfy(WholeScenario.turns.contains))
        #expect(turns.contains { $0 < 100 } && turns.contains { $0 > 1_000_000 })
        #expect(scenarios.allSatisfy { $0.crowd.turn == nil || !$0.terrain.isRecorded })
    }

    @Test func `are as long as usual where nodes are recorded`() {
        var scenario = WholeMeshTests.line(1)
        scenario.crowd.turn = Self.least
        #expect(scenario.turn == Self.least)
        scenario.terrain.isRecorded = true
        #expect(scenario.turn == nil)
    }

    @Test(arguments: [1, 2]) func `bring everybody what is said, a piece at a time`(seed: UInt64) {
        var scenario = WholeMeshTests.line(seed)
        scenario.crowd.turn = Self.least
        scenario.crowd.guests = [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", [Self.post(30, at: 3)]),
            WholeGuest(.relay(WholeGuest.Listening(speaksEvents: true)), at: "/channels/tea", [Self.post(30, at: 3)]),
            WholeGuest(.poster(keyed: true), at: "/channels/tea", [Self.post(8, at: 4)]),
            WholeGuest(.program(node: 1), at: "/channels/tea", [Self.post(8, at: 3)]),
        ]
        scenario.faults = [WholeFault(.split([0]), start: 2 * Self.second, end: 5 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60 + 100)
        scenario.crowd.turn = nil
        let usual = scenario.run()
        #expect(outcome.turns > usual.turns && outcome.hash != usual.hash)
    }

    @Test(.whenOptimized, arguments: [UInt64](1...8), [least, 100_000])
    func `keep their promises, whatever goes wrong`(seed: UInt64, turn: Int) {
        var scenario = WholeScenario.chaos(seed: seed, nodes: 4)
        scenario.crowd.turn = turn
        scenario.terrain.isRecorded = false
        #expect(scenario.run().violations.isEmpty)
    }

    @Test(arguments: [0, 7, 8_000_001]) func `are refused in a file where none is so long, or so short`(turn: Int) {
        let text = """
            {"format": "mesh whole scenario 1", "seed": 1, "nodes": 2, "people": 1, "quiet_at_ns": 1,
             "turn_ns": \(turn), "links": [], "faults": [], "actions": [], "guests": []}
            """
        let error = #expect(throws: ScenarioFileError.self) { try WholeScenario(parsing: Array(text.utf8).span) }
        #expect(error?.place == "turn_ns")
    }

    private static func post(_ count: Int, at seconds: Int64) -> WholeGuest.Deed {
        WholeGuest.Deed(.post(count, bytes: 50), time: seconds * second)
    }
}
