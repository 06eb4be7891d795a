import Testing

@testable import MeshSimulator

@Suite("A rush to whole nodes", .computing, .whenOptimized, .timeLimit(.minutes(10))) struct WholeRushTests {
    private static let second: Int64 = 1_000_000_000

    private func strangers(_ mischief: Mischief, _ count: Int = 1) -> [WholeGuest] {
        (0..<count).map { number in
            let time = 3 * Self.second + Int64(number) * 2_000_000
            return WholeGuest(
                .stranger(mischief),
                at: "/channels/cellar",
                [WholeGuest.Deed(.reload(node: 1, early: 0), time: time)]
            )
        }
    }

    private func line(_ seconds: Int64) -> WholeScenario {
        var scenario = WholeMeshTests.line(1)
        scenario.quietAt = seconds * Self.second
        return scenario
    }

    @Test func `is drawn in a few seeds each`() {
        let scenarios = (0..<600).map { WholeScenario.chaos(seed: $0, nodes: 5) }
        for mischief in Mischief.rushes + [.meddling, .shouting] {
            let count = scenarios.count { $0.crowd.guests.contains { $0.kind == .stranger(mischief) } }
            #expect((4...90).contains(count), "\(mischief) in \(count)")
        }
    }

    @Test(
        arguments: [
            Mischief.crowding, .longPosition, .longWords, .surveying, .manyAddresses, .listening, .pressingPosts,
            .pressingWords,
        ]
    )
    func `gets what is due to one who comes alone`(mischief: Mischief) {
        var scenario = line(14)
        scenario.crowd.guests = strangers(mischief)

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [Mischief.silence, .idling]) func `lets nobody stay who is silent`(mischief: Mischief) {
        var scenario = line(98)
        scenario.crowd.guests = strangers(mischief)

        #expect(scenario.run().violations == [])
    }

    @Test func `of more than there is room for is told so, and when to come again`() {
        var scenario = line(14)
        scenario.crowd.descriptors = 24 + 50
        scenario.crowd.guests = strangers(.crowding, 70)

        #expect(scenario.run().violations == [])
    }

    @Test func `of positions that name too much is let go as far as there is no room`() {
        var scenario = line(14)
        scenario.crowd.isNarrow = true
        scenario.crowd.guests = strangers(.longPosition, Mischief.longPositions)

        #expect(scenario.run().violations == [])
    }

    @Test(arguments: [8, 300]) func `of words is held up where a turn has no room for all who hear them`(turn: Int) {
        var scenario = line(14)
        scenario.crowd.turn = turn
        scenario.crowd.guests =
            strangers(.listening, 15) + strangers(.pressingPosts) + strangers(.pressingWords)

        #expect(scenario.run().violations == [])
    }

    @Test func `of those who stop in the middle of what is let go is cut off as far as there is no room`() {
        var scenario = line(8)
        scenario.crowd.isNarrow = true
        let posts = (0..<30).map { number in
            WholeGuest.Deed(.post(1, bytes: 100_000), time: 3 * Self.second + Int64(number) * 100_000_000)
        }
        scenario.crowd.guests = [WholeGuest(.relay(WholeGuest.Listening(echoes: false)), at: "/channels/large", posts)]
        scenario.crowd.guests += (0..<9).map { number in
            let coming = WholeGuest.Deed(.reload(node: 1, early: 0), time: 3_200_000_000 + Int64(number) * 170_000_000)
            return WholeGuest(.stranger(.deafness), at: "/channels/large", [coming])
        }

        #expect(scenario.run().violations == [])
    }

    @Test func `of addresses is no more than one where no proxy is trusted, and held to the rate`() {
        var scenario = line(14)
        scenario.crowd.rate = Mischief.rate
        scenario.crowd.guests = strangers(.manyAddresses)
        #expect(scenario.run().violations.map(\.kind) == [.strangely])

        scenario.terrain[.wideFile] = true
        #expect(scenario.run().violations == [])
    }
}
