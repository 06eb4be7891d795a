@testable import MeshSimulator
import Testing

@Suite("Clients of whole nodes", .computing, .whenOptimized, .timeLimit(.minutes(10))) struct WholeGuestTests {
    private static let second: Int64 = 1_000_000_000

    /// Three nodes in a line, without anybody.
    private func line(_ seed: UInt64) -> WholeScenario {
        var scenario = WholeScenario(seed: seed, nodes: 3)
        scenario.links = [
            WholeScenario.Link(dialer: 1, listener: 0, isDatagrams: false),
            WholeScenario.Link(dialer: 2, listener: 1, isDatagrams: true),
        ]
        scenario.quietAt = 6 * Self.second
        return scenario
    }

    private func posts(_ count: Int, from start: Int64, every interval: Int64) -> [WholeGuest.Deed] {
        (0..<count).map { WholeGuest.Deed(.post(2, bytes: 100), time: start + Int64($0) * interval) }
    }

    @Test(arguments: ["/channels/tea", "/channels/chat", "/channels/gr%C3%BCn", "/socket"])
    func `relay text and bytes to each other, on any path`(path: String) {
        var scenario = line(1)
        let relay = WholeGuest.Kind.relay(WholeGuest.Listening(echoes: true))
        scenario.crowd.guests = [
            WholeGuest(relay, at: path, posts(10, from: Self.second, every: 300_000_000)),
            WholeGuest(.relay(WholeGuest.Listening(echoes: false, history: 5)), at: path),
            WholeGuest(relay, at: path),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        // Those two, the sender, and whoever reads the history in the end.
        #expect(outcome.hearings >= 4 * 20)
    }

    @Test(arguments: 1...5) func `speak the channel protocol, and go on where they were on any node`(seed: UInt64) {
        var scenario = line(seed)
        let program = WholeGuest.Kind.relay(WholeGuest.Listening(speaksEvents: true))
        let reloads = (1...3).map { WholeGuest.Deed(.reload(node: $0 % 3, early: 2), time: Int64($0) * 1_700_000_000) }
        scenario.crowd.guests = [
            WholeGuest(program, at: "/channels/tea", posts(20, from: Self.second, every: 200_000_000) + reloads),
            WholeGuest(
                .relay(WholeGuest.Listening(echoes: false, speaksEvents: true)),
                at: "/channels/tea",
                posts(20, from: Self.second, every: 170_000_000) + reloads,
                postsJSON: true
            ),
            WholeGuest(
                .relay(WholeGuest.Listening()),
                at: "/channels/tea",
                posts(20, from: Self.second, every: 150_000_000)
            ),
            WholeGuest(
                .poster(keyed: true),
                at: "/channels/tea",
                posts(20, from: Self.second, every: 200_000_000),
                postsJSON: true
            ),
        ]
        scenario.faults = [
            WholeFault(.split([0]), start: 2 * Self.second, end: 4 * Self.second),
            WholeFault(.kill(1), start: 3 * Self.second, end: 3_200_000_000),
        ]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 300)
    }

    @Test(arguments: [true, false]) func `post over HTTP, again with a key when nobody answers`(keyed: Bool) {
        var scenario = line(2)
        scenario.crowd.guests = [
            WholeGuest(.poster(keyed: keyed), at: "/channels/tea", posts(20, from: Self.second, every: 200_000_000)),
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea"),
        ]
        scenario.faults = (0..<3).map {
            let start = 2 * Self.second + Int64($0) * 700_000_000
            return WholeFault(.pause($0), start: start, end: start + 2_500_000_000)
        }

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 30)
    }

    @Test(arguments: 1...5) func `say again under its key what nobody acknowledged`(seed: UInt64) {
        var scenario = line(seed)
        scenario.crowd.manners = [.resends, [.resends, .isHasty], [.resends, .isCareless, .hearsChanges]]
        scenario.browsers = 3
        scenario.actions = (0..<60).map { number in
            let time = Self.second + Int64(number) * 80_000_000
            let deed: WholeAction.Deed = number % 5 == 4 ? .reload(node: number % 3, after: 1_000_000) : .speak(4)
            return WholeAction(browser: number % 3, deed: deed, time: time)
        }
        scenario.faults = [
            WholeFault(.split([0]), start: 2 * Self.second, end: 4 * Self.second),
            WholeFault(.kill(1), start: 3 * Self.second, end: 3_200_000_000),
        ]

        #expect(scenario.run().violations.isEmpty)
    }

    @Test(arguments: 1...5) func `are told of what was let go before they came back`(seed: UInt64) {
        var scenario = line(seed)
        scenario.crowd.retention = 8
        scenario.actions = (0..<40).map { number in
            WholeAction(browser: 0, deed: .speak(4), time: Self.second + Int64(number) * 100_000_000)
        }
        scenario.actions.append(
            WholeAction(browser: 1, deed: .reload(node: 2, after: 2 * Self.second), time: 3_200_000_000)
        )

        #expect(scenario.run().violations.isEmpty)
    }

    /// Where a stranger goes: who plays, to what only a demonstration has.
    private static func path(of mischief: Mischief) -> String {
        if mischief.isPlay { return "/demo/links/n1" }
        return Mischief.shouts.contains(mischief) ? "/channels/cellar" : "/channels/tea"
    }

    @Test(arguments: Mischief.allCases) func `get what is due to them, and cost nobody anything`(mischief: Mischief) {
        var scenario = line(3)
        let begins = (1...3).map { WholeGuest.Deed(.reload(node: 0, early: 0), time: Int64($0) * 1_500_000_000) }
        scenario.crowd.guests = [
            WholeGuest(
                .relay(WholeGuest.Listening()),
                at: "/channels/tea",
                posts(20, from: Self.second, every: 200_000_000)
            ),
            WholeGuest(.stranger(mischief), at: Self.path(of: mischief), begins),
        ]
        // Those who shout are told so where it is more than the rate allows.
        if Mischief.shouts.contains(mischief) { scenario.crowd.rate = Mischief.rate }
        scenario.actions = (0..<40).map { number in
            WholeAction(browser: number % 2, deed: .speak(1), time: Self.second + Int64(number) * 120_000_000)
        }

        #expect(scenario.run().violations.isEmpty)
    }

    @Test func `are let go when they never read what is let go, and not when they read a little at a time`() {
        var scenario = line(4)
        let posts = WholeGuest.Deed(.post(100, bytes: 100), time: 3 * Self.second)
        let arrival = WholeGuest.Deed(.reload(node: 0, early: 0), time: 2 * Self.second)
        scenario.crowd.guests = [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", [posts]),
            WholeGuest(.relay(WholeGuest.Listening(pace: 10)), at: "/channels/tea"),
            WholeGuest(.stranger(.deafness), at: "/channels/tea", [arrival]),
        ]
        #expect(scenario.run().violations.isEmpty)
        scenario.crowd.retention = 4
        scenario.crowd.guests[0].deeds += (0..<4).map {
            WholeGuest.Deed(.post(50, bytes: 100), time: 3_500_000_000 + $0 * 100_000_000)
        }

        #expect(scenario.run().violations.isEmpty)
    }
}
