import BroadcastMesh
import Testing

@testable import MeshSimulator

@Suite("What is rare among whole nodes", .computing, .whenOptimized, .timeLimit(.minutes(10)))
struct WholeRarityTests {
    private static let second: Int64 = 1_000_000_000

    @Test(arguments: [false, true]) func `is that both ends of a link dial`(isDatagrams: Bool) {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain[.mutualLinks] = true
        for index in scenario.links.indices { scenario.links[index].isDatagrams = isDatagrams }
        scenario.faults = [WholeFault(.kill(1), seconds: 3...4)]

        #expect(scenario.configurations[0].nodes[1].peers.count == 2)
        #expect(scenario.run().violations == [])
    }

    @Test func `is a file of which a line of the log cannot tell`() {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain[.manyOrigins] = true
        scenario.faults = (0..<3).map { WholeFault(.rereading($0), seconds: 3...3) }

        #expect(scenario.configurations.map(\.origins.count) == [0, 200])
        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [false, true]) func `is that they prove another key while they run`(isDatagrams: Bool) {
        var scenario = WholeMeshTests.line(1)
        for index in scenario.links.indices { scenario.links[index].isDatagrams = isDatagrams }
        scenario.terrain.revision = WholeRevision()
        scenario.terrain.revision?.turnsKeys = true
        scenario.terrain.seal = .toy
        scenario.faults = (0..<3).map { WholeFault(.rereading($0), seconds: (2 + Int64($0))...5) }

        #expect(scenario.run().violations == [])
    }

    @Test func `is drawn in some seeds`() {
        let scenarios = (0..<400).map { WholeScenario.chaos(seed: $0, nodes: 5) }

        #expect(scenarios.contains { $0.terrain[.mutualLinks] })
        #expect(scenarios.contains { $0.terrain[.manyOrigins] })
        #expect(scenarios.contains { $0.terrain.revision?.turnsKeys == true && $0.hasOnlyReadings })
        #expect(scenarios.contains { $0.crowd.isNarrow && $0.terrain[.neverWaits] && $0.exhaustions > 6 })
        for isRecorded in [false, true] {
            let restarted = scenarios.contains { scenario in
                let kills = scenario.faults.compactMap { if case .kill(let host) = $0.trouble { host } else { nil } }
                return scenario.terrain.isRecorded == isRecorded
                    && (0..<scenario.nodes).contains { host in kills.count { $0 == host } >= 8 }
            }
            #expect(restarted)
        }
    }

    @Test func `stands in a file of their scenario`() throws {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain.features = [.mutualLinks, .manyOrigins]

        let read = try WholeScenario(parsing: scenario.file.span)

        #expect(String(reflecting: read) == String(reflecting: scenario))
    }
}

extension WholeScenario {
    /// Whether each node reads the file that comes later while it runs.
    fileprivate var hasOnlyReadings: Bool {
        (0..<nodes).allSatisfy { node in faults.contains { $0.trouble == .rereading(node) } }
    }

    /// How often a machine has no descriptors.
    fileprivate var exhaustions: Int {
        faults.count { if case .exhaustion = $0.trouble { true } else { false } }
    }
}
