import Testing

@testable import MeshSimulator

@Suite("A picture of a run", .computing) struct PictureTests {
    /// A run in which clients get messages twice.
    private static let broken: Scenario = {
        var scenario = Scenario.chaos(seed: 6, nodes: 4)
        scenario.sabotage = .repeat
        scenario.keepsChronicle = true
        return scenario
    }()

    @Test func `has a column for each node and the broken promises in words`() throws {
        let outcome = Self.broken.run()
        let svg = try #require(Picture(of: Self.broken, outcome)).svg
        for host in Self.broken.hosts { #expect(svg.contains(">\(host.name)</text>")) }
        let violation = try #require(outcome.violations.first)
        #expect(svg.contains("\(violation)</text>"))
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    }

    @Test func `has those messages in red that broken promises name`() throws {
        let outcome = Self.broken.run()
        let picture = try #require(Picture(of: Self.broken, outcome))
        let names = picture.bad.map { picture.chronicle.names[$0] }
        #expect(!names.isEmpty && names.count < picture.chronicle.names.count)
        for name in names { #expect(outcome.violations.contains { "\($0) ".contains("\(name) ") }) }
    }

    @Test func `is none of a run that kept no chronicle`() {
        var scenario = Self.broken
        scenario.keepsChronicle = false
        #expect(Picture(of: scenario, scenario.run()) == nil)
    }

    @Test func `has a short form that fits a terminal`() throws {
        let picture = try #require(Picture(of: Self.broken, Self.broken.run()))
        let lines = Timeline(picture).text.split(separator: "\n")
        #expect(lines[0].contains("node0"))
        #expect(lines.contains { $0.contains("●") })
        #expect(lines.count <= 50)
    }

    @Test func `does not change the run`() {
        var scenario = Self.broken
        scenario.keepsChronicle = false
        #expect(scenario.run().hash == Self.broken.run().hash)
    }
}
