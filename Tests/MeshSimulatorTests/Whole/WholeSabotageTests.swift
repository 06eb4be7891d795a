import Testing

@testable import MeshSimulator

@Suite("What is broken on purpose among whole nodes", .computing, .timeLimit(.minutes(10)))
struct WholeSabotageTests {
    @Test(.whenOptimized, arguments: WholeScenario.Sabotage.allCases)
    func `makes a checker object`(sabotage: WholeScenario.Sabotage) {
        var scenario = WholeScenario(toShow: sabotage)
        scenario.sabotage = sabotage
        let violations = scenario.run().violations
        #expect(violations.contains { $0.kind == sabotage.shows }, "\(violations.map(\.description))")
    }

    @Test(.whenOptimized, arguments: distinct)
    func `is all that is wrong in its scenario`(sabotage: WholeScenario.Sabotage) {
        #expect(WholeScenario(toShow: sabotage).run().violations == [])
    }

    @Test func `shows that every checker can object`() {
        #expect(Set(WholeScenario.Sabotage.allCases.map(\.shows)) == Set(WholeViolation.Kind.allCases))
    }

    /// One for each scenario: most are shown in the same.
    private static let distinct: [WholeScenario.Sabotage] = {
        var files: Set<[UInt8]> = []
        return WholeScenario.Sabotage.allCases.filter { files.insert(WholeScenario(toShow: $0).file).inserted }
    }()
}

extension WholeScenario {
    fileprivate static let second: Int64 = 1_000_000_000

    /// What a sabotage shows in: a line of three nodes, two people who chat, and programs on a channel.
    fileprivate init(toShow sabotage: Sabotage) {
        self = WholeMeshTests.line(1)
        crowd.manners = [.resends, .hearsChanges]
        crowd.guests = [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", [Self.post(30, at: 3)]),
            WholeGuest(.relay(WholeGuest.Listening(echoes: false)), at: "/channels/tea", [Self.post(1, at: 4)]),
            WholeGuest(
                .relay(WholeGuest.Listening(echoes: false, speaksEvents: true)),
                at: "/channels/tea",
                [Self.post(8, at: 4)],
                postsJSON: true
            ),
            WholeGuest(.stranger(.unmaskedFrame), at: "/channels/tea", [Self.visit(at: 2 * Self.second)]),
        ]
        actions.append(WholeAction(browser: 0, deed: .reload(node: 2, after: 1000), time: 2 * Self.second))
        switch sabotage {
        case .refusePosts, .refuseAsWrong, .misnameAnswer:
            crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/tea", [Self.post(1, at: 4)]))
        case .withholdPast:
            let listening = WholeGuest.Listening(history: 100)
            crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea", [Self.visit(at: 5_900_000_000)]))
        case .forgetForm: addReader(WholeGuest.Listening(pace: 64, speaksEvents: true))
        case .loseSlowly: addReader(WholeGuest.Listening(pace: 64))
        // Less is said than is kept.
        case .cutReader, .overtakeEarly, .overtakeStranger: crowd.retention = 1000
        // That one reads slowly excuses no other.
        case .withholdUsers: crowd.slowReaders = [1]
        // That somebody else may leave ghosts excuses nobody, nor that a thief was there.
        case .showTwice:
            crowd.manners[1].insert(.vanishes)
            crowd.guests.append(WholeGuest(.stranger(.theft), at: "/channels/tea", [Self.visit(at: 2 * Self.second)]))
        case .replacePerson: setAhead(by: 5_000_000)
        case .hideSkew: setAhead(by: 90_000_000)
        case .deafenProgram, .misnameOwn, .refuseOwn, .acceptMistake:
            crowd.guests.append(WholeGuest(.program(node: 1), at: "/channels/tea", [Self.post(1, at: 4)]))
        case .openChanged:
            terrain.seal = .toy
            faults = [WholeFault(.tampering(perMillion: 100_000), start: 2 * Self.second, end: 5 * Self.second)]
        // Before anybody posts what could not be written in an earlier format.
        case .writeUnread: faults = [WholeFault(.kill(1), start: 3_300_000_000, end: 3_800_000_000)]
        case .forgetDisks:
            faults = (0..<3).map { WholeFault(.kill($0), start: 4 * Self.second, end: 4_500_000_000) }
        case .spoilRecording, .acceptForgery, .recordSecret: terrain.isRecorded = true
        case .cutRecording:
            terrain.isRecorded = true
            faults = [WholeFault(.renewal(1, isKilled: false), start: 3 * Self.second, end: 5 * Self.second)]
        case .startTwice: faults = [WholeFault(.misstart(1, .twice), start: 3 * Self.second, end: 3 * Self.second)]
        case .acceptFile: faults = [WholeFault(.rereading(1), start: 3 * Self.second, end: 3 * Self.second)]
        case .overlookTheft: addThief()
        case .keepOld: crowd.seconds = 1
        case .keepNothing: crowd.seconds = 60
        case .keepLittle:
            crowd.isNarrow = true
            let posts = (1...5).map { WholeGuest.Deed(.post(4, bytes: 100_000), time: $0 * Self.second) }
            crowd.guests.append(WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", posts))
        case .turnHistory, .emptyPage, .denyHistory, .leaveHole, .longPage, .denyMore: askForPages(of: 10)
        case .claimMore: askForPages(of: 500)
        case .blameDisk: faults = [WholeFault(.disk(2, .full), start: 0, end: Self.second)]
        case .keepDeaf, .hideGap, .repeatEvent, .inventGap: keepFew()
        case .repeatGap:
            keepFew()
            // While others post: what comes before it is taken in again is not all held.
            crowd.guests[2].deeds += (0..<10).map { Self.visit(1, at: 3_100_000_000 + $0 * 100_000_000) }
        case .forgeEntries, .openDoor, .hearStranger:
            if sabotage != .forgeEntries { terrain.seal = .toy }
            let visits = (0..<40).map { Self.visit(1, at: Self.second + $0 * 100_000_000) }
            crowd.guests.append(WholeGuest(.stranger(.falsePeer), at: "/", visits))
        case .countFrames:
            let flood = WholeGuest(.stranger(.flood), at: "/channels/cellar", [Self.visit(at: 2 * Self.second)])
            crowd.guests += (0..<16).map { _ in flood }
            faults = [WholeFault(.pause(0), start: 2_700_000_000, end: 3_400_000_000)]
        case .forgetLong: lengthen()
        case .crossBorder:
            terrain.refuge = WholeRefuge(nodes: [0, 1], start: 3 * Self.second)
            quietAt = 3 * Self.second + recovery + Self.second / 2
        default: break
        }
    }

    /// Somebody posts messages, so many seconds after the start.
    private static func post(_ count: Int, at seconds: Int64) -> WholeGuest.Deed {
        WholeGuest.Deed(.post(count, bytes: 50), time: seconds * second)
    }

    /// Somebody comes to a node.
    private static func visit(_ node: Int = 0, at time: Int64) -> WholeGuest.Deed {
        WholeGuest.Deed(.reload(node: node, early: 0), time: time)
    }

    private mutating func addReader(_ listening: WholeGuest.Listening) {
        crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea"))
    }

    /// The clock of the node in the middle is ahead, by so many microseconds.
    private mutating func setAhead(by offset: Int64) {
        terrain.machines = [WholeMachine(), WholeMachine(), WholeMachine()]
        terrain.machines[1].offset = offset
    }

    /// Somebody asks for pages of history.
    private mutating func askForPages(of count: Int) {
        actions += (0..<9).map {
            WholeAction(browser: 1, deed: .ask(count), time: 4 * Self.second + $0 * 100_000_000)
        }
    }

    /// Has nodes let messages go that somebody was to get: who never reads, and who comes back late.
    private mutating func keepFew() {
        crowd.retention = 4
        let posts = (0..<20).map {
            WholeGuest.Deed(.post(20, bytes: 50), time: 3 * Self.second + $0 * 100_000_000)
        }
        crowd.guests += [
            WholeGuest(.relay(WholeGuest.Listening()), at: "/channels/tea", posts),
            WholeGuest(.stranger(.deafness), at: "/channels/tea", [Self.visit(at: 2 * Self.second)]),
        ]
        let reload = WholeAction.Deed.reload(node: 1, after: 2 * Self.second)
        // Later than two seconds after it came: until then it looks for a node that takes it in.
        actions.append(WholeAction(browser: 1, deed: reload, time: 3_200_000_000))
    }

    /// Has somebody post under guarded keys of somebody else.
    private mutating func addThief() {
        for isThief in [false, true] {
            var listening = WholeGuest.Listening(speaksEvents: true)
            (listening.guardsKeys, listening.steals) = (!isThief, isThief)
            let posts = isThief ? [] : [Self.post(4, at: 4)]
            crowd.guests.append(WholeGuest(.relay(listening), at: "/channels/tea", posts))
        }
    }

    /// Has one node take a message that is too long for the others.
    private mutating func lengthen() {
        crowd.messageBytes = 16_384
        terrain.revision = WholeRevision()
        terrain.revision?.messageBytes = 262_144
        faults = [WholeFault(.rereading(0), start: 2 * Self.second, end: 2 * Self.second)]
        let post = WholeGuest.Deed(.post(1, bytes: 110_000), time: 3 * Self.second)
        crowd.guests.append(WholeGuest(.poster(keyed: true), at: "/channels/long", [post]))
    }
}
