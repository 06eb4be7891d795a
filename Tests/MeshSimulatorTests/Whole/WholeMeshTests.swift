import Gossip
import MeshSimulator
import Testing

@Suite("Whole nodes in virtual time", .computing, .timeLimit(.minutes(10))) struct WholeMeshTests {
    private static let second: Int64 = 1_000_000_000

    /// Three nodes in a line, two people who chat, and nothing that goes wrong.
    private func line(_ seed: UInt64) -> WholeScenario {
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
        var scenario = line(seed)
        scenario.faults = [WholeFault(.split([0]), start: 2 * Self.second, end: 5 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(.whenOptimized, arguments: [1, 2]) func `go on by another file that they read while they run`(seed: UInt64) {
        var scenario = line(seed)
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
        var scenario = line(seed)
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
        var scenario = line(seed)
        scenario.terrain.seal = .toy
        scenario.faults = [WholeFault(.tampering(perMillion: 50_000), start: Self.second, end: 4 * Self.second)]

        let outcome = scenario.run()

        #expect(outcome.violations.isEmpty)
        #expect(outcome.hearings >= 60)
    }

    @Test(.whenOptimized) func `do the same when they are run again from what they recorded`() {
        var scenario = line(1)
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

    @Test(.whenOptimized, arguments: WholeScenario.Sabotage.allCases)
    func `are objected to when somebody sees less, more or something else`(sabotage: WholeScenario.Sabotage) {
        var scenario = line(1)
        scenario.sabotage = sabotage
        scenario.crowd.manners = [.resends, .hearsChanges]
        scenario.crowd.guests = [
            WholeGuest(
                .relay(WholeGuest.Listening()),
                at: "/channels/tea",
                [WholeGuest.Deed(.post(30, bytes: 50), time: 3 * Self.second)]
            ),
            WholeGuest(
                .relay(WholeGuest.Listening(echoes: false)),
                at: "/channels/tea",
                [WholeGuest.Deed(.post(1, bytes: 50), time: 4 * Self.second)]
            ),
            WholeGuest(
                .relay(WholeGuest.Listening(echoes: false, speaksEvents: true)),
                at: "/channels/tea",
                [WholeGuest.Deed(.post(8, bytes: 50), time: 4 * Self.second)],
                postsJSON: true
            ),
            WholeGuest(
                .stranger(.unmaskedFrame),
                at: "/channels/tea",
                [WholeGuest.Deed(.reload(node: 0, early: 0), time: 2 * Self.second)]
            ),
        ]
        scenario.actions.append(WholeAction(browser: 0, deed: .reload(node: 2, after: 1000), time: 2 * Self.second))
        if sabotage == .refusePosts {
            let post = WholeGuest.Deed(.post(1, bytes: 50), time: 4 * Self.second)
            scenario.crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/tea", [post]))
        }
        if sabotage == .withholdPast {
            let again = WholeGuest.Deed(.reload(node: 0, early: 0), time: 5_900_000_000)
            let listening = WholeGuest.Listening(history: 100)
            scenario.crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea", [again]))
        }
        if sabotage == .forgetForm {
            let listening = WholeGuest.Listening(pace: 64, speaksEvents: true)
            scenario.crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea"))
        }
        if sabotage == .replacePerson {
            scenario.terrain.machines = [WholeMachine(), WholeMachine(), WholeMachine()]
            scenario.terrain.machines[1].offset = 5_000_000
        }
        if sabotage == .deafenProgram {
            scenario.crowd.guests.append(WholeGuest(.program(node: 1), at: "/channels/tea"))
        }
        if sabotage == .openChanged {
            scenario.terrain.seal = .toy
            scenario.faults = [
                WholeFault(.tampering(perMillion: 100_000), start: 2 * Self.second, end: 5 * Self.second)
            ]
        }
        if sabotage == .writeUnread {
            // Before anybody posts what could not be written in an earlier format.
            scenario.faults = [WholeFault(.kill(1), start: 3_300_000_000, end: 3_800_000_000)]
        }
        if sabotage == .forgetDisks {
            scenario.faults = (0..<3).map {
                WholeFault(.kill($0), start: 4 * Self.second, end: 4_500_000_000)
            }
        }

        if sabotage == .spoilRecording || sabotage == .cutRecording { scenario.terrain.isRecorded = true }
        if sabotage == .cutRecording {
            scenario.faults = [WholeFault(.renewal(1, isKilled: false), start: 3 * Self.second, end: 5 * Self.second)]
        }
        if sabotage == .acceptFile {
            scenario.faults = [WholeFault(.rereading(1), start: 3 * Self.second, end: 3 * Self.second)]
        }
        if sabotage == .overlookTheft { Self.steal(&scenario) }
        if sabotage == .keepOld { scenario.crowd.seconds = 1 }
        let areAsked: [WholeScenario.Sabotage] = [
            .turnHistory, .emptyPage, .denyHistory, .leaveHole, .longPage, .claimMore, .denyMore,
        ]
        if areAsked.contains(sabotage) {
            let count = sabotage == .claimMore ? 500 : 10
            scenario.actions += (0..<9).map {
                WholeAction(browser: 1, deed: .ask(count), time: 4 * Self.second + $0 * 100_000_000)
            }
        }
        if sabotage == .blameDisk { scenario.faults = [WholeFault(.disk(2, .full), start: 0, end: Self.second)] }
        if sabotage == .loseSlowly {
            scenario.crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening(pace: 64)), at: "/channels/tea"))
        }
        if sabotage == .keepDeaf || sabotage == .hideGap || sabotage == .repeatEvent || sabotage == .inventGap {
            Self.lose(&scenario)
        }
        if sabotage == .forgeEntries {
            let visits = (0..<8).map {
                WholeGuest.Deed(.reload(node: 1, early: 0), time: 2 * Self.second + $0 * 400_000_000)
            }
            scenario.crowd.guests.append(WholeGuest(.stranger(.falsePeer), at: "/", visits))
        }

        if sabotage == .countFrames {
            let coming = WholeGuest.Deed(.reload(node: 0, early: 0), time: 2 * Self.second)
            scenario.crowd.guests.append(WholeGuest(.stranger(.flood), at: "/channels/cellar", [coming]))
        }
        if sabotage == .forgetLong { Self.lengthen(&scenario) }

        let violations = scenario.run().violations

        #expect(violations.contains { Self.isObjection($0, to: sabotage) }, "\(violations.map(\.description))")
    }

    /// Has nodes let messages go that somebody was to get: who never reads, and who comes back late.
    private static func lose(_ scenario: inout WholeScenario) {
        scenario.crowd.retention = 4
        let posts = (0..<20).map { WholeGuest.Deed(.post(20, bytes: 50), time: 3 * second + $0 * 100_000_000) }
        let arrival = WholeGuest.Deed(.reload(node: 0, early: 0), time: 2 * second)
        scenario.crowd.guests += [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", posts),
            WholeGuest(.stranger(.deafness), at: "/channels/tea", [arrival]),
        ]
        let reload = WholeAction.Deed.reload(node: 1, after: 2 * second)
        // Later than two seconds after it came: until then it looks for a node that takes it in.
        scenario.actions.append(WholeAction(browser: 1, deed: reload, time: 3_200_000_000))
    }

    /// Has somebody post under guarded keys of somebody else.
    private static func steal(_ scenario: inout WholeScenario) {
        for isThief in [false, true] {
            var listening = WholeGuest.Listening(speaksEvents: true)
            (listening.guardsKeys, listening.steals) = (!isThief, isThief)
            let post = WholeGuest.Deed(.post(4, bytes: 50), time: 4 * second)
            scenario.crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea", isThief ? [] : [post]))
        }
    }

    /// Has one node take a message that is too long for the others.
    private static func lengthen(_ scenario: inout WholeScenario) {
        scenario.crowd.messageBytes = 16_384
        scenario.terrain.revision = WholeRevision()
        scenario.terrain.revision?.messageBytes = 262_144
        scenario.faults = [WholeFault(.rereading(0), start: 2 * second, end: 2 * second)]
        let post = WholeGuest.Deed(.post(1, bytes: 110_000), time: 3 * second)
        scenario.crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/long", [post]))
    }

    /// Whether a violation is the one that a sabotage is to show.
    private static func isObjection(_ violation: WholeViolation, to sabotage: WholeScenario.Sabotage) -> Bool {
        switch (sabotage, violation) {
        case (.repeatMessage, .repeated), (.loseMessage, .missing), (.swapMessages, .outOfOrder),
            (.forgeMessage, .forged), (.forgeEntries, .forged), (.antedate, .answeredBefore), (.dropKey, .forged),
            (.postdate, .ahead), (.emptyPage, .missing), (.denyHistory, .missing), (.cutRecording, .replayedOtherwise),
            (.acceptFile, .strangely), (.keepOld, .heldWrongly),
            (.inventLoss, .countedAsLost),
            (.hideUser, .usersDiffer),
            (.withholdUsers, .noList), (.forgetChange, .usersDiffer), (.answerTwice, .answeredWrongly),
            (.forgetCopies, .unanswered), (.misnameCopy, .namedWrongly), (.repeatPost, .repeated),
            (.losePost, .missing), (.keepOut, .notAttached), (.refusePosts, .notPosted),
            (.acknowledgeTwice, .answeredWrongly), (.forgetSecond, .unanswered), (.repeatEvent, .repeated),
            (.swapEvents, .outOfOrder), (.inventGap, .countedAsLost), (.loseSlowly, .missing),
            (.leaveHole, .missing), (.longPage, .answeredWrongly), (.claimMore, .answeredWrongly),
            (.denyMore, .missing),
            (.echo, .echoed), (.changeForm, .forged), (.forgetForm, .forged), (.withholdPast, .missing),
            (.replacePerson, .refused), (.cutReader, .cut), (.cutProgram, .cut), (.cutPerson, .cut),
            (.blameDisk, .refused), (.turnHistory, .outOfOrder), (.spoilRecording, .replayedOtherwise),
            (.keepDeaf, .notCut), (.answerStrangely, .strangely),
            (.hideGap, .missing), (.countLoss, .countsLost), (.hideStatus, .noStatus), (.hideNode, .apart),
            (.changeHistory, .transcriptsDiffer), (.changePost, .forged), (.changeType, .forged),
            (.changeTranscript, .transcriptsDiffer),
            (.speakForeign, .apart), (.speakForeign, .usersDiffer), (.writeUnread, .didNotStart),
            (.openChanged, .forged), (.openChanged, .missing),
            (.deafenProgram, .missing), (.countFrames, .overworks), (.forgetLong, .doesNotCount),
            (.inventRun, .cannotHaveBegun), (.overlookTheft, .notRefused),
            (.forgetDisks, .heldWrongly):
            true
        default: false
        }
    }
}
