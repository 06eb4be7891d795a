import Testing

@testable import MeshSimulator

@Suite("Whole nodes that show certificates", .computing, .whenOptimized, .timeLimit(.minutes(10)))
struct WholeDoorTests {
    private static let second: Int64 = 1_000_000_000

    private func line(_ seed: UInt64, isSealed: Bool = true) -> WholeScenario {
        var scenario = WholeMeshTests.line(seed)
        scenario.terrain[.sealedDoors] = isSealed
        return scenario
    }

    private func post(_ count: Int, bytes: Int) -> WholeGuest.Deed {
        WholeGuest.Deed(.post(count, bytes: bytes), time: 3 * Self.second)
    }

    @Test func `are drawn in a few seeds, and where nothing is recorded`() {
        let scenarios = (0..<400).map { WholeScenario.chaos(seed: $0, nodes: 5) }.filter(\.hasSealedDoors)
        #expect((8...60).contains(scenarios.count))
        for mischief in Mischief.doors {
            #expect(scenarios.contains { $0.crowd.guests.contains { $0.kind == .stranger(mischief) } })
        }
        #expect((0..<100).allSatisfy { !WholeScenario.sealedChaos(seed: $0, nodes: 5).hasSealedDoors })
    }

    @Test(arguments: 1...3) func `bring everybody what is said, in records`(seed: UInt64) {
        var scenario = line(seed)
        scenario.crowd.manners = [[.resends, .isHasty], [.vanishes], [.isHurried]]
        scenario.crowd.guests = [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", [post(20, bytes: 3000)]),
            WholeGuest(.relay(WholeGuest.Listening(pace: 100)), at: "/channels/tea"),
            WholeGuest(.relay(WholeGuest.Listening(speaksEvents: true)), at: "/channels/tea", [post(5, bytes: 90_000)]),
            WholeGuest(.poster(keyed: true), at: "/channels/tea", [post(8, bytes: 50)]),
            WholeGuest(.stranger(.deafness), at: "/channels/tea", [Self.coming(2)]),
        ]
        scenario.faults = [
            WholeFault(.kill(1), start: 4 * Self.second, end: 5 * Self.second),
            WholeFault(.rereading(0), start: 5 * Self.second, end: 5 * Self.second),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations == [])
        #expect(outcome.hearings >= 60)
        #expect(outcome.hash != line(seed, isSealed: false).run().hash)
    }

    private static func coming(_ seconds: Int64) -> WholeGuest.Deed {
        WholeGuest.Deed(.reload(node: 1, early: 0), time: seconds * second)
    }

    @Test(arguments: Mischief.ofClients.filter { !Mischief.shouts.contains($0) && !$0.isPlay })
    func `get what is due to them through a seal`(mischief: Mischief) {
        var scenario = line(3)
        scenario.quietAt = 3 * Self.second + Mischief.longestGreeting + Self.second
        scenario.crowd.guests = [WholeGuest(.stranger(mischief), at: "/channels/cellar", [Self.coming(3)])]

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [false, true]) func `have who is one too many go without a word`(isSealed: Bool) {
        var scenario = line(4, isSealed: isSealed)
        scenario.quietAt = 12 * Self.second
        scenario.crowd.descriptors = 24 + 50
        scenario.crowd.guests = (0..<70).map { _ in
            WholeGuest(.stranger(.crowding), at: "/channels/cellar", [Self.coming(3)])
        }

        #expect(scenario.run().violations == [])
    }

    @Test func `stand in a file of their scenario`() throws {
        let scenario = line(5)

        let read = try WholeScenario(parsing: scenario.file.span)

        #expect(read.terrain == scenario.terrain)
    }
}
