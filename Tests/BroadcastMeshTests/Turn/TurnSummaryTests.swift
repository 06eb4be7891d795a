import Testing

@testable import BroadcastMesh

@Suite("What is said of turns") struct TurnSummaryTests {
    @Test func `is how many there were, what half of them took at most, and the longest`() {
        var figures = TurnFigures()
        for _ in 0..<3 { figures.note(2_000_000, endingAt: 0) }
        for _ in 0..<2 { figures.note(40_000_000, endingAt: 0) }
        let summary = TurnSummary(figures)
        #expect(summary.count == 5)
        #expect(summary.median == 2.5)
        #expect(summary.longest == 40)
    }

    @Test func `is the longest where half of them took longer than any limit`() {
        var figures = TurnFigures()
        figures.note(1_700_000_000, endingAt: 0)
        #expect(TurnSummary(figures).median == 1700)
    }

    @Test func `is nothing where there were none`() {
        let summary = TurnSummary(TurnFigures())
        #expect(summary.count == 0 && summary.median == 0 && summary.longest == 0)
    }

    @Test(.timeLimit(.minutes(10))) func `begins anew each time that a node is asked`() async throws {
        let serving = try await ServingNode()
        for _ in 0..<3 { _ = try await serving.connect("/channels/tea") }
        let first = await serving.node.takeTurns()
        let rest = await serving.node.stopMeasured()
        #expect(first.count > rest.count)
    }
}
