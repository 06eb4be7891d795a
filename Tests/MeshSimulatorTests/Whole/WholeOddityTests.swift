import Testing

@testable import MeshSimulator

@Suite("What befalls whole nodes seldom", .computing, .whenOptimized, .timeLimit(.minutes(10)))
struct WholeOddityTests {
    private static let second: Int64 = 1_000_000_000

    private func stranger(_ mischief: Mischief, at path: String = "/channels/cellar") -> WholeGuest {
        let coming = WholeGuest.Deed(.reload(node: 1, early: 0), time: 3 * Self.second)
        return WholeGuest(.stranger(mischief), at: path, [coming])
    }

    @Test(arguments: WholeFault.Misstart.allCases)
    func `disturbs none that runs, where another is started`(kind: WholeFault.Misstart) {
        var scenario = WholeMeshTests.line(1)
        scenario.faults = (0..<3).map { WholeFault(.misstart($0, kind), seconds: 3...3) }

        #expect(scenario.run().violations == [])

        scenario.sabotage = .startTwice
        #expect(Set(scenario.run().violations.map(\.kind)) == [.strangely])
    }

    @Test(arguments: [false, true]) func `keeps them apart no longer than their names are not known`(isSilent: Bool) {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain.features = [.namedHosts, .laterNamedHosts]
        scenario.faults = [
            WholeFault(.names(isSilent: isSilent), seconds: 2...5), WholeFault(.kill(1), seconds: 2...3),
        ]

        #expect(scenario.run().violations == [])
    }

    @Test func `is that a file calls their hosts otherwise than before`() {
        var scenario = WholeMeshTests.line(2)
        scenario.terrain[.laterNamedHosts] = true
        scenario.faults = (0..<3).map { WholeFault(.rereading($0), seconds: 3...3) }

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [false, true]) func `is that a part of a disk is gone, which is moved away then`(waits: Bool) {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain.waitsForDisks = waits
        scenario.terrain[.neverWaits] = true
        scenario.faults = [WholeFault(.kill(1), seconds: 2...3), WholeFault(.removal(1), seconds: 4...5)]

        #expect(scenario.run().violations == [])
    }

    @Test func `is that there are no descriptors for a while`() {
        var scenario = WholeMeshTests.line(1)
        scenario.faults = [WholeFault(.exhaustion(1), seconds: 3...4)]

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [Mischief.cuttingLink, .slowingLink, .crashing, .meddling])
    func `is that somebody plays with them`(mischief: Mischief) {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain[.demonstration] = true
        scenario.crowd.guests = [stranger(mischief, at: "/demo/links/n0")]

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: Mischief.visits.filter { !Mischief.shouts.contains($0) })
    func `is who comes with what is unusual`(mischief: Mischief) {
        var scenario = WholeMeshTests.line(1)
        scenario.quietAt += Mischief.longestVisit
        scenario.crowd.guests = [stranger(mischief)]

        #expect(scenario.run().violations == [])

        scenario.terrain[.wideFile] = true
        #expect(scenario.run().violations == [])
    }

    @Test(arguments: Mischief.shouts) func `is who says more than the rate lets pass`(mischief: Mischief) {
        var scenario = WholeMeshTests.line(1)
        scenario.quietAt += Mischief.longestVisit
        scenario.crowd.rate = Mischief.rate
        scenario.crowd.guests = [stranger(mischief)]

        #expect(scenario.run().violations == [])

        scenario.crowd.rate = nil
        #expect(scenario.run().violations.map(\.kind) == [.strangely])
    }

    @Test func `is a crowd that says nothing at the port of peers`() {
        var scenario = WholeMeshTests.line(1)
        scenario.crowd.descriptors = 256
        scenario.crowd.guests = (0..<20).map { _ in stranger(.knocking) }

        #expect(scenario.run().violations == [])
    }

    @Test func `stands in a file of their scenario`() throws {
        var scenario = WholeMeshTests.line(1)
        scenario.terrain.features = [.wideFile, .namedHosts, .laterNamedHosts, .demonstration, .neverWaits]
        (scenario.crowd.rate, scenario.crowd.descriptors) = (7, 300)
        scenario.faults = [
            WholeFault(.names(isSilent: true), seconds: 1...2), WholeFault(.names(isSilent: false), seconds: 1...2),
            WholeFault(.removal(1), seconds: 1...2),
            WholeFault(.exhaustion(2), seconds: 1...2),
        ]
        scenario.faults += WholeFault.Misstart.allCases.map { WholeFault(.misstart(1, $0), seconds: 1...1) }

        let read = try WholeScenario(parsing: scenario.file.span)

        #expect(String(reflecting: read) == String(reflecting: scenario))
    }
}
