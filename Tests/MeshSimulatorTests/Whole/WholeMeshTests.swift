import Gossip
import MeshSimulator
import Testing

@Suite("Whole nodes in virtual time", .computing, .timeLimit(.minutes(10))) struct WholeMeshTests {
    private static let second: Int64 = 1_000_000_000

    /// Three nodes in a line, two people who chat, and nothing that goes wrong.
    static func line(_ seed: UInt64) -> WholeScenario {
        var scenario = WholeScenario(seed: seed, nodes: 3)
        scenario.links = [
            WholeScenario.Link(dialer: 1, listener: 0, isDatagrams: false),
            WholeScenario.Link(dialer: 2, listener: 1, isDatagrams: seed % 2 == 0),
        ]
        scenario.quietAt = 6 * Self.second
        scenario.actions = (0..<40).map { number in
            let time = Self.second + Int64(number) * 120_000_000
            return WholeAction(browser: number % 2, deed: .speak(1), time: time)
        }
        return scenario
    }

    @Test(arguments: [1, 2]) func `bring everybody what is said, across a partition too`(seed: UInt64) {
        var scenario = Self.line(seed)
        scenario.faults = [WholeFault(.split([0]), start: 2 * Self.second, end: 5 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(.whenOptimized, arguments: [1, 2]) func `go on by another file that they read while they run`(seed: UInt64) {
        var scenario = Self.line(seed)
        var revision = WholeRevision()
        revision.turned = [0]
        revision.messageBytes = 4 << 20
        revision.added = [WholeScenario.Link(dialer: 2, listener: 0, isDatagrams: true)]
        scenario.terrain.revision = revision
        scenario.faults = (0..<3).map { node in
            let start = 2 * Self.second + Int64(node) * 700_000_000
            return WholeFault(.rereading(node), start: start, end: start)
        }

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(.whenOptimized, arguments: [1, 2]) func `are changed for other releases one by one`(seed: UInt64) {
        var scenario = Self.line(seed)
        scenario.terrain.replacesPrograms = true
        scenario.terrain.releases = (0..<3).map { node in
            var release = WholeRelease()
            release.dialect = node == 1 ? .later : .earlier
            release.format = UInt8(4 + node)
            return release
        }
        scenario.faults = (0..<3).map { node in
            let start = 2 * Self.second + Int64(node) * 900_000_000
            return WholeFault(.kill(node), start: start, end: start + 400_000_000)
        }

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(arguments: [1, 2]) func `hear each other through a toy seal, whatever is changed on the way`(seed: UInt64) {
        var scenario = Self.line(seed)
        scenario.terrain.seal = .toy
        scenario.faults = [WholeFault(.tampering(perMillion: 50_000), start: Self.second, end: 4 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(.whenOptimized) func `do the same when they are run again from what they recorded`() {
        var scenario = Self.line(1)
        scenario.terrain.isRecorded = true
        scenario.faults = [WholeFault(.kill(1), start: 3 * Self.second, end: 4 * Self.second)]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test(.whenOptimized, arguments: 1...20) func `keep their promises, whatever goes wrong`(seed: UInt64) {
        let outcome = WholeScenario.chaos(seed: seed, nodes: 4).run()
        #expect(outcome.violations.isEmpty)
    }

    @Test func `do the same for the same seed, and something else for another`() {
        let hashes = [1, 1, 2].map { WholeScenario.chaos(seed: $0, nodes: 3).run().hash }
        #expect(hashes[0] == hashes[1])
        #expect(hashes[0] != hashes[2])
    }
}
