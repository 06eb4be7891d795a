import Testing

@testable import MeshSimulator

@Suite("What whole nodes were once found wanting in", .computing, .whenOptimized, .timeLimit(.minutes(10)))
struct WholeTrialTests {
    private static let second: Int64 = 1_000_000_000

    /// Two nodes, without anybody.
    private func pair(quietAt seconds: Int64 = 6) -> WholeScenario {
        var scenario = WholeScenario(seed: 11, nodes: 2)
        scenario.links = [WholeScenario.Link(dialer: 1, listener: 0, isDatagrams: true)]
        scenario.quietAt = seconds * Self.second
        return scenario
    }

    /// A stranger who comes to the first node at three seconds.
    private func stranger(_ mischief: Mischief) -> WholeGuest {
        let coming = WholeGuest.Deed(.reload(node: 0, early: 0), time: 3 * Self.second)
        return WholeGuest(.stranger(mischief), at: "/channels/cellar", [coming])
    }

    @Test(arguments: Mischief.slow) func `send away who trickles, and nobody who is slow`(mischief: Mischief) {
        var scenario = pair(quietAt: 80)
        scenario.crowd.guests = [stranger(mischief)]

        #expect(scenario.run().violations.isEmpty)

        scenario.sabotage = .answerStrangely
        #expect(scenario.run().violations.map(\.kind) == [.strangely])
    }

    @Test(arguments: [16, 18]) func `keep who reads for minutes what has left them long ago`(pace: Int) {
        var scenario = pair(quietAt: 100)
        scenario.profile.bufferBytes = 1 << 20
        let post = WholeGuest.Deed(.post(3, bytes: 140_000), time: 2 * Self.second)
        scenario.crowd.guests = [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/steady", [post]),
            WholeGuest(.relay(WholeGuest.Listening(pace: pace)), at: "/channels/steady"),
        ]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `keep who was quiet while they stood still for a minute`() {
        var scenario = pair(quietAt: 90)
        scenario.faults = [WholeFault(.pause(0), start: 4 * Self.second, end: 70 * Self.second)]
        let coming = WholeGuest.Deed(.reload(node: 0, early: 0), time: 3 * Self.second)
        scenario.crowd.guests = [WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", [coming])]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `leave much of a flood for their next turns`() {
        var scenario = pair()
        scenario.crowd.guests = (0..<16).map { _ in stranger(.flood) }
        scenario.faults = [WholeFault(.pause(0), start: 3_700_000_000, end: 4_400_000_000)]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `count what is too long for them, and stay linked`() {
        var scenario = pair()
        scenario.crowd.messageBytes = 16_384
        scenario.terrain.revision = WholeRevision()
        scenario.terrain.revision?.messageBytes = 262_144
        scenario.faults = [WholeFault(.rereading(1), start: 2 * Self.second, end: 2 * Self.second)]
        let posts = (0..<3).map { WholeGuest.Deed(.post(1, bytes: 110_000 + $0), time: Int64(3 + $0) * Self.second) }
        scenario.crowd.guests = [WholeGuest(.poster(keyed: true), at: "/channels/long", posts)]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `bring a megabyte over a slow and distant line`() {
        var scenario = pair()
        scenario.links[0].isDistant = true
        let post = WholeGuest.Deed(.post(1, bytes: 950_000), time: 3 * Self.second)
        scenario.crowd.guests = [
            WholeGuest(.poster(keyed: true), at: "/channels/far", [post]),
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/far"),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 3)
    }

    @Test func `hear whose pieces are on their way over a line as slow as a telephone's`() {
        var scenario = pair()
        scenario.links[0].isThin = true
        let post = WholeGuest.Deed(.post(1, bytes: 80_000), time: 3 * Self.second)
        scenario.crowd.guests = [
            WholeGuest(.poster(keyed: true), at: "/channels/far", [post]),
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/far"),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 3)
    }

    @Test func `send to nobody else what is for a peer`() {
        var scenario = pair()
        scenario.crowd.guests = [stranger(.eavesdropping)]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `make no message older when a clock leaps`() {
        var scenario = pair()
        scenario.actions = (0..<20).map {
            WholeAction(browser: Int($0 % 2), deed: .speak(1), time: Self.second + $0 * 200_000_000)
        }
        let leap = WholeFault.Trouble.jump(0, by: 90_000_000_000, isPutRight: false)
        scenario.faults = [WholeFault(leap, start: 3 * Self.second, end: 3 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 40)
    }

    @Test func `begin another run where they remember nothing and their clock shows the same time`() {
        var scenario = pair(quietAt: 12)
        scenario.terrain.machines = [WholeMachine(), WholeMachine()]
        (scenario.terrain.machines[0].isFrozenAtBoot, scenario.terrain.machines[0].hasNoData) = (true, true)
        scenario.faults = [
            WholeFault(.split([0]), start: 3 * Self.second, end: 9 * Self.second),
            WholeFault(.kill(0), start: 4 * Self.second, end: 4_300_000_000),
        ]
        scenario.actions = [2, 7].flatMap { time in
            [WholeAction(browser: 0, deed: .reload(node: 0, after: 1_000_000), time: time * Self.second)]
                + (1...8).map {
                    WholeAction(browser: 0, deed: .speak(1), time: time * Self.second + $0 * 100_000_000)
                }
        }

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 10)
    }

    /// The others wait for what a node cannot take that alone leads to where it was said, and for what was said behind it.
    @Test func `have the time that a message takes to go around, where it is too long for some`() {
        var scenario = pair()
        let end = scenario.end
        scenario.terrain.revision = WholeRevision()
        #expect(scenario.end == end)

        scenario.terrain.revision?.messageBytes = 16_384

        #expect(scenario.end == end + Self.second)
    }
}
