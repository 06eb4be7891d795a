import Testing

@testable import MeshSimulator

@Suite("Shrinking a scenario of whole nodes", .computing, .timeLimit(.minutes(10))) struct WholeShrinkingTests {
    /// A scenario in which somebody hears a message twice.
    private static let broken: WholeScenario = {
        var scenario = WholeScenario.chaos(seed: 6, nodes: 5)
        scenario.sabotage = .repeatMessage
        return scenario
    }()

    @Test(.whenOptimized) func `leaves a few nodes and actions of a promise that needs no fault`() throws {
        let violation = try #require(Self.broken.run().violations.first { $0.kind == .repeated })

        let smallest = Self.broken.shrunk(breaking: violation, tries: 300)

        #expect(smallest.faults.isEmpty)
        #expect(smallest.nodes <= 2)
        // The tenth message is the one that is heard twice.
        #expect(smallest.actions.count <= 10)
        #expect(smallest.run().violations.contains { $0.kind == violation.kind })
    }

    @Test(.whenOptimized) func `keeps to the same promise`() {
        let smallest = Self.broken.shrunk(breaking: .notAttached(reader: "nobody"), tries: 5)
        #expect(smallest.size == Self.broken.size)
    }

    @Test(arguments: 1...30) func `keeps a scenario one that can be run`(seed: UInt64) throws {
        var scenario = WholeScenario.chaos(seed: seed, nodes: 6)
        while scenario.nodes > 2 { scenario.removeNode(scenario.nodes / 2) }
        while scenario.browsers > 1 { scenario.removeBrowser(0) }
        #expect(scenario.isConnected)
        #expect(try WholeScenario(parsing: scenario.file.span).nodes == 2)
    }

    @Test(.whenOptimized) func `has a picture with a column for each node, and the message in red`() throws {
        var scenario = Self.broken
        scenario.terrain.keepsChronicle = true
        let outcome = scenario.run()
        let picture = try #require(Picture(of: scenario, outcome))
        #expect(!picture.bad.isEmpty)
        for node in 0..<scenario.nodes { #expect(picture.svg.contains(">n\(node)</text>")) }
        #expect(Timeline(picture).text.contains("●"))
        for words in ["gives out", "is asked by user0", "takes user0 in"] { #expect(outcome.story.contains(words)) }
        #expect(outcome.hash == Self.broken.run().hash)
    }
}
