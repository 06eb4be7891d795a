import Testing

@testable import Gossip

@Suite("Presence, told facts", .computing) struct PresencePartTests {
    private let room = ChannelKey(kind: .chat, name: Array("room".utf8))

    /// This node is alpha; bravo and charlie have a run each.
    private var presence: Presence {
        var presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1)
        presence.add(1, of: 1, named: "bravo", epoch: 1)
        presence.add(2, of: 2, named: "charlie", epoch: 1)
        return presence
    }

    @Test func `shows who is on a node once both ends report the link, all at once`() {
        var facts = Facts(presence)
        facts.say(.links(["alpha", "charlie"]), of: 1, linkedMembers: [0, 2])
        facts.say(.links(["bravo"]), of: 2, linkedMembers: [1])
        facts.say(join("ana", at: 1), of: 1)
        facts.say(join("ben", at: 1), of: 2)
        #expect(facts.settle() == [])
        #expect(facts.presence.users(in: room).isEmpty)

        facts.say(.links(["bravo"]), of: 0, linkedMembers: [1])

        #expect(facts.settle() == [.nodesChanged, .usersChanged(room)])
        #expect(facts.presence.users(in: room).map(\.name) == ["ana", "ben"])
        #expect(facts.presence.nodeReports.map(\.name) == ["alpha", "bravo", "charlie"])
    }

    @Test func `hides them as soon as one end reports none`() {
        var facts = Facts(presence)
        facts.connect(0, 1)
        facts.say(join("ana", at: 1), of: 1)
        _ = facts.settle()

        facts.say(.links([]), of: 1)

        #expect(facts.settle() == [.nodesChanged, .usersChanged(room)])
        #expect(facts.presence.users(in: room).isEmpty)
    }

    @Test func `has room for so many links of all runs, for a few of each beyond that, and for its own`() {
        let names = (0..<4096).map { "node\($0)" }
        var presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1)
        for run in 1...100 { presence.add(run, of: run, named: "run\(run)", epoch: 1) }
        var facts = Facts(presence)
        for run in 1...100 { facts.say(.links(names), of: run, linkedMembers: Array(1...100)) }
        facts.say(.links(names), of: 0)

        let kept = (0...100).map { facts.presence.state(of: $0).links.count }
        #expect(Array(kept[...64]) == Array(repeating: 4096, count: 65))
        #expect(Array(kept[65...]) == Array(repeating: Presence.assuredLinks, count: 36))
        #expect(facts.presence.room.linkCount == kept.reduce(0, +))

        var state = RunState()
        state.links = Array(names.prefix(3))
        var directives: [Presence.Directive] = []
        facts.presence.replaceState(of: 1, by: state, at: 9, linkedMembers: [], into: &directives)
        facts.presence.replaceState(of: 2, by: state, at: 9, linkedMembers: [], into: &directives)
        facts.say(.links(names), of: 100)
        #expect(facts.presence.state(of: 100).links.count == 4096 - 6 - 35 * 16)
        #expect(facts.presence.room.linkCount == GossipLimits().links)
    }

    @Test func `walks along each link once to find who can be reached`() {
        let count = 200
        var presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1)
        for run in 1...2 * count { presence.add(run, of: run, named: "run\(run)", epoch: 1) }
        var facts = Facts(presence)
        let (near, far) = (Array(1...count / 5), Array(count + 1...2 * count))
        facts.say(.links(near.map { "run\($0)" }), of: 0, linkedMembers: near)
        for run in near { facts.say(.links(["alpha"] + far.map { "run\($0)" }), of: run, linkedMembers: [0] + far) }
        // They report many links, and none of them back.
        for run in far {
            facts.say(
                .links(Array(repeating: "x", count: 100)),
                of: run,
                linkedMembers: Array(repeating: 9999, count: 100)
            )
        }

        var directives: [Presence.Directive] = []
        let walked = facts.presence.settleReachability(at: Moment(monotonic: 0, wall: 0), into: &directives)
        #expect(walked.links == near.count + near.count * (1 + far.count))
        #expect(facts.presence.nodeReports.count == 1 + near.count)
    }

    @Test func `knows whether a path leads to a node that does not pass another`() {
        var presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1)
        for run in 1...3 { presence.add(run, of: run, named: "run\(run)", epoch: 1) }
        var facts = Facts(presence)
        let links = [[1, 2], [0, 3], [0], [1]]
        for (run, peers) in links.enumerated() {
            facts.say(.links(peers.map { "run\($0)" }), of: run, linkedMembers: peers)
        }
        _ = facts.settle()

        #expect(facts.presence.isReachable(3, withoutPassing: 2).isReachable)
        #expect(!facts.presence.isReachable(3, withoutPassing: 1).isReachable)
        #expect(!facts.presence.isReachable(1, withoutPassing: 1).isReachable)
    }

    @Test func `has room for so many users of all runs, and for a few of each beyond that, until somebody goes`() {
        var presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1, userLimit: 100)
        for run in 1...4 { presence.add(run, of: run, named: "node\(run)", epoch: 1) }
        var facts = Facts(presence)
        for run in 0...3 {
            for sequence in 1...(run == 0 ? 30 : 60) { facts.say(join("ana", at: Int64(sequence)), of: run) }
        }
        #expect((0...3).map { facts.presence.state(of: $0).users.count } == [30, 60, 16, 16])

        var state = RunState()
        state.people = facts.presence.state(of: 1).people
        var directives: [Presence.Directive] = []
        facts.presence.replaceState(of: 4, by: state, at: 60, linkedMembers: [], into: &directives)
        #expect(facts.presence.state(of: 4).users.count == 16)

        facts.presence.replaceState(of: 1, by: RunState(), at: 61, linkedMembers: [], into: &directives)
        facts.presence.replaceState(of: 4, by: state, at: 61, linkedMembers: [], into: &directives)
        #expect(facts.presence.room.userCount == 30 + 16 + 16 + 38)
    }

    @Test func `takes the newest run of a node, and with it the users of the one before leave`() {
        var facts = Facts(presence)
        facts.connect(0, 1)
        facts.say(join("ana", at: 1), of: 1)
        _ = facts.settle()
        facts.presence.add(3, of: 1, named: "bravo", epoch: 2)
        #expect(facts.presence.currentRun(of: 1) == 1, "nothing was said in the new run")

        #expect(facts.say(.address(http: "b", url: ""), of: 3) == [.runReplaced, .usersChanged(room)])

        #expect(facts.presence.currentRun(of: 1) == 3)
        #expect(facts.say(join("late", at: 2), of: 1) == [])
        #expect(facts.presence.users(in: room).isEmpty)
    }

    @Test func `lets an entry change nothing that a snapshot has already`() {
        var facts = Facts(presence)
        facts.connect(0, 1)
        var state = RunState()
        state.http = "new"
        var directives: [Presence.Directive] = []
        facts.presence.replaceState(of: 1, by: state, at: 9, linkedMembers: [], into: &directives)

        facts.say(.address(http: "old", url: ""), of: 1, at: 9)
        #expect(facts.presence.state(of: 1).http == "new")
        facts.say(.address(http: "newer", url: ""), of: 1, at: 10)
        #expect(facts.presence.state(of: 1).http == "newer")
    }

    @Test func `takes a name from its own user whose claim is later, and from nobody else`() {
        var facts = Facts(presence)
        facts.connect(0, 1)
        let (claim, change) = facts.presence.claim("ana", in: room, session: ClientSession(hash: 0), madeBy: 2, at: 20)
        facts.say(change, of: 0, at: 2)
        _ = facts.settle()

        #expect(facts.say(join("ana", at: 30), of: 1) == [.usersChanged(room)])
        #expect(facts.review(afterMilliseconds: 1000) == [])
        #expect(facts.say(join("ana", at: 10), of: 1) == [.usersChanged(room)])
        #expect(facts.review(afterMilliseconds: 999) == [])
        #expect(facts.review(afterMilliseconds: 1) == [.claimLost(claim)])
        #expect(facts.review(afterMilliseconds: 5000) == [], "it is said once")
    }

    @Test(.timeLimit(.minutes(10))) func `compares as many names as there may be when two nodes meet`() {
        var facts = Facts(presence)
        let nameCount = 50_000
        for number in 1...UInt64(nameCount) {
            let name = String(number)
            let nobody = ClientSession(hash: 0)
            let (_, change) = facts.presence.claim(name, in: room, session: nobody, madeBy: number, at: 20)
            facts.say(change, of: 0, at: number)
            facts.say(join(name, at: 10), of: 1, at: number)
        }
        facts.connect(0, 1)
        _ = facts.settle()
        var directives: [Presence.Directive] = []
        while facts.presence.isAppearing { _ = facts.presence.goOnAppearing(into: &directives) }

        var count = facts.review(afterMilliseconds: 1000).count
        while case let more = facts.review(afterMilliseconds: 0), !more.isEmpty { count += more.count }
        #expect(count == nameCount)
    }

    @Test func `leaves a name to its own user when the earlier claim had ended where nobody heard it`() {
        var facts = Facts(presence)
        facts.say(join("ana", at: 10), of: 1, at: 2)
        let (_, change) = facts.presence.claim("ana", in: room, session: ClientSession(hash: 0), madeBy: 2, at: 20)
        facts.say(change, of: 0, at: 2)
        facts.connect(0, 1)
        #expect(facts.settle() == [.nodesChanged, .usersChanged(room)])

        facts.say(.leave(sequence: 2), of: 1)

        #expect(facts.review(afterMilliseconds: 1000) == [])
        #expect(facts.presence.users(in: room).map(\.node) == ["alpha"])
    }

    @Test func `lets a client go on under its name with a newer connection`() {
        var facts = Facts(presence)
        facts.connect(0, 1)
        _ = facts.settle()
        let (claim, change) = facts.presence.claim("ana", in: room, session: ClientSession(hash: 7), madeBy: 2, at: 20)
        facts.say(change, of: 0, at: 2)

        #expect(facts.presence.mayClaim("ana", in: room, session: ClientSession(hash: 7)))
        #expect(!facts.presence.mayClaim("ana", in: room, session: ClientSession(hash: 8)))
        #expect(!facts.presence.mayClaim("ana", in: room, session: ClientSession(hash: 0)))
        facts.say(join("ana", at: 20, session: 7, joined: 40), of: 1)
        #expect(facts.settle() == [.claimReplaced(claim)])
    }

    @Test func `gives a user's claim to the run that goes on`() throws {
        var facts = Facts(presence)
        let (claim, change) = facts.presence.claim("ana", in: room, session: ClientSession(hash: 0), madeBy: 1, at: 20)
        facts.say(change, of: 0, at: 1)
        let users = facts.presence.ownUsers
        facts.presence.add(3, of: 0, named: "alpha", epoch: 2)

        facts.presence.begin(3)
        #expect(users.map(\.claim) == [claim])
        #expect(facts.presence.users(in: room).isEmpty)
        facts.presence.moveClaims(of: users, toEntriesFrom: 5)
        facts.say(change, of: 3, at: 5)

        #expect(facts.presence.users(in: room).map(\.name) == ["ana"])
        #expect(facts.presence.release(claim) == 5)
        #expect(facts.presence.release(claim) == nil)
    }

    /// Two runs whose states are ahead of their logs.
    private var factsWithStatesAhead: Facts {
        var facts = Facts(presence)
        var directives: [Presence.Directive] = []
        for run in 1...2 {
            facts.presence.replaceState(of: run, by: RunState(), at: 9, linkedMembers: [], into: &directives)
            facts.presence.noteReplaced(run, head: 4, at: Moment(monotonic: 0, wall: 0))
        }
        return facts
    }

    @Test func `doubts a state that its log does not reach, ever more rarely, and not that of a closed run`() {
        var facts = factsWithStatesAhead
        var doubts: [[Int]] = []
        for second in 1...90 as ClosedRange<Int64> {
            let now = Moment(monotonic: .milliseconds(1000) * second, wall: 0)
            let doubtful = facts.presence.takeUnconfirmed(at: now).filter { run in
                facts.presence.doubt(run, head: 4, knownHead: 5, changedAt: 0, at: now)
            }
            if !doubtful.isEmpty { doubts.append(doubtful.sorted()) }
            if second == 15 { facts.presence.close(2) }
            facts.presence.checkInvariants()
        }

        #expect(doubts == [[1, 2], [1, 2], [1, 2], [1], [1], [1], [1]])
        // Until the last of these it was as it came.
        #expect(facts.presence.stateSequence(of: 1) == 4)
        #expect(facts.presence.deadline == .milliseconds(137_000))
    }

    @Test func `doubts a state that is ahead of everybody's log, however often its own moves`() {
        var facts = factsWithStatesAhead
        var doubts: [[Int]] = []
        for second in 1...25 as ClosedRange<Int64> {
            let now = Moment(monotonic: .milliseconds(1000) * second, wall: 0)
            let doubtful = facts.presence.takeUnconfirmed(at: now).filter { run in
                facts.presence.doubt(run, head: 4, knownHead: run == 2 ? 9 : 4, changedAt: now.monotonic, at: now)
            }
            if !doubtful.isEmpty { doubts.append(doubtful) }
        }

        #expect(doubts == [[1], [1], [1], [1], [1]])
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `is the same whatever order facts come in, and every change of a list is told`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        let logs = (0..<3).map { run in (0..<12).map { _ in randomFact(of: run, with: &dice) } }
        var others: [[RoomUser]] = []
        for _ in 0..<4 {
            var facts = Facts(presence)
            var next = [0, 0, 0]
            while let run = pick(from: next, with: &dice) {
                let before = facts.presence.users(in: room)
                let fact = logs[run][next[run]]
                next[run] += 1
                let told = facts.say(fact.change, of: run, linkedMembers: fact.linkedMembers) + facts.settle()
                #expect(told.contains(.usersChanged(room)) || facts.presence.users(in: room) == before)
                facts.presence.checkInvariants()
            }
            others.append(facts.presence.users(in: room))
        }
        #expect(others.allSatisfy { $0 == others[0] })
    }

    private func pick(from next: [Int], with dice: inout SeededDice) -> Int? {
        let left = next.indices.filter { next[$0] < 12 }
        return left.isEmpty ? nil : left[Int(dice.roll(UInt64(left.count)))]
    }

    private func randomFact(of run: Int, with dice: inout SeededDice) -> (change: StateChange, linkedMembers: [Int]) {
        switch dice.roll(4) {
        case 0:
            let peers = (0..<3).filter { $0 != run && dice.roll(3) > 0 }
            return (.links(peers.map { ["alpha", "bravo", "charlie"][$0] }), peers)
        case 1:
            return (.leave(sequence: dice.roll(12) + 1), [])
        default:
            return (join(["ana", "ben", "eve"][Int(dice.roll(3))], at: Int64(dice.roll(1000))), [])
        }
    }

    private func join(_ name: String, at time: Int64, session: UInt128 = 0, joined: Int64? = nil) -> StateChange {
        .join(channel: room, name: name, claimTime: time, session: session, joinTime: joined ?? time)
    }
}

/// Tells a presence what runs say, entry after entry.
private struct Facts {
    var presence: Presence
    private var heads: [Int: UInt64] = [:]
    private var now = Moment(monotonic: 0, wall: 0)

    init(_ presence: Presence) {
        self.presence = presence
    }

    /// Says something as the next entry of a run, or as the one with this number.
    @discardableResult
    mutating func say(
        _ change: StateChange,
        of run: Int,
        at sequence: UInt64? = nil,
        linkedMembers: [Int] = []
    ) -> [Presence.Directive] {
        var directives: [Presence.Directive] = []
        let number = sequence ?? (heads[run] ?? 0) + 1
        heads[run] = number
        if !presence.isCurrent(run) { presence.noteEntry(of: run, into: &directives) }
        presence.fold(change, at: number, of: run, linkedMembers: linkedMembers, into: &directives)
        return directives.filter { $0 != .linksAppeared }
    }

    /// Has two runs, each the only one of the node with its number, report a link to each other.
    mutating func connect(_ first: Int, _ second: Int) {
        let names = ["alpha", "bravo", "charlie"]
        say(.links([names[second]]), of: first, linkedMembers: [second])
        say(.links([names[first]]), of: second, linkedMembers: [first])
    }

    /// Draws the conclusions.
    mutating func settle() -> [Presence.Directive] {
        var directives: [Presence.Directive] = []
        presence.settleReachability(at: now, into: &directives)
        return directives
    }

    /// Draws the conclusions, lets time pass, and looks at claims that met earlier ones.
    mutating func review(afterMilliseconds milliseconds: Int64) -> [Presence.Directive] {
        var directives = settle()
        now.monotonic += .milliseconds(milliseconds)
        presence.reviewClaims(at: now, into: &directives)
        return directives
    }
}
