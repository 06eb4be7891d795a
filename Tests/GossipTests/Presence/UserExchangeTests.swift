import Testing

@testable import Gossip

@Suite("Users who come and go together, too many for one turn,", .computing) struct UserExchangeTests {
    private let room = ChannelKey(kind: .chat, name: Array("room".utf8))

    /// Those whom a state tells of that is told by ``Neighbour/tell(of:at:)``.
    private static func names(_ numbers: ClosedRange<Int>) -> [String] { numbers.map { "\($0)" }.sorted() }

    @Test func `are shown all at once, after so many turns as they have work for`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        bravo.tell(of: 1...100, at: 100)
        var lists: [Int] = []
        while bravo.goOn() <= 10 {
            lists.append(bravo.presence.users(in: room).count)
            guard bravo.presence.isExchanging else { break }
        }

        #expect(Set(lists) == [0, 100])
        #expect(lists == lists.sorted(), "once they are shown they stay")
        #expect(lists.count > 10, "each is put into its room, and told of")
        #expect(bravo.told.allSatisfy { $0 == .usersChanged(room) } && !bravo.told.isEmpty)
        #expect(bravo.presence.rooms.holderCount == 100)
    }

    @Test func `come at once when they are few`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        bravo.tell(of: 1...5, at: 5)
        bravo.tell(of: 3...7, at: 7)

        #expect(!bravo.presence.isExchanging)
        #expect(bravo.names == ["3", "4", "5", "6", "7"])
    }

    @Test func `are followed by what was heard meanwhile, and never overtaken by it`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        bravo.tell(of: 1...3, at: 3)
        bravo.tell(of: 2...50, at: 50)
        bravo.fold(.leave(sequence: 3), at: 51)
        bravo.fold(bravo.join("late"), at: 52)
        #expect(bravo.names == ["1", "2", "3"], "who left is shown as long as those who came before are not")
        #expect(bravo.presence.state(of: 1).people.count == 49)
        let lists = bravo.listsUntilDone()

        let snapshot = Self.names(2...50)
        let later = snapshot.filter { $0 != "3" } + ["late"]
        let expected: [[String]] = [["1", "2", "3"], snapshot.sorted(), later.sorted()]
        #expect(lists == expected)
        #expect(bravo.presence.rooms.holderCount == 49)
    }

    @Test func `give way to those of a newer state, of which the newest counts`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        bravo.tell(of: 1...50, at: 50)
        bravo.tell(of: 60...100, at: 100)
        bravo.tell(of: 200...220, at: 220)
        let lists = bravo.listsUntilDone()

        let expected: [[String]] = [[], Self.names(1...50), Self.names(200...220)]
        #expect(lists == expected)
        #expect(bravo.presence.rooms.holderCount == 21)
        #expect(bravo.presence.claimCount == 71, "nobody came who had gone before it was their turn")
    }

    @Test func `give way to those of the run that ends theirs, which is not forgotten as long as they are there`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        bravo.tell(of: 1...30, at: 30)
        _ = bravo.listsUntilDone()
        bravo.begin(run: 2, epoch: 2)
        bravo.fold(bravo.join("new"), at: 1)
        #expect(bravo.presence.isExchanging(1))
        let lists = bravo.listsUntilDone()

        let expected: [[String]] = [Self.names(1...30), [], ["new"]]
        #expect(lists == expected)
        #expect(!bravo.presence.isExchanging(1))
        bravo.presence.close(1)
    }

    @Test func `take a name from a user of this node when they are shown, and not before`() {
        var bravo = Neighbour(usersAtOnce: 10, in: room)
        let (claim, change) = bravo.presence.claim("20", in: room, session: ClientSession(hash: 0), madeBy: 2, at: 20)
        bravo.presence.fold(change, at: 2, of: 0, into: &bravo.told)
        bravo.tell(of: 1...50, at: 50)
        bravo.settle()
        #expect(bravo.review(afterMilliseconds: 5000) == [])
        _ = bravo.listsUntilDone()

        #expect(bravo.review(afterMilliseconds: 1000) == [.claimLost(claim)])
    }

    @Test func `keep others from telling of more, when they are too many`() {
        var bravo = Neighbour(usersAtOnce: 10, userLimit: 70, in: room)
        bravo.tell(of: 1...50, at: 50)
        #expect(!bravo.presence.isCrowdedByExchanges)
        _ = bravo.listsUntilDone()
        bravo.tell(of: 60...100, at: 100)

        #expect(bravo.presence.isCrowdedByExchanges)
        _ = bravo.listsUntilDone()
        #expect(!bravo.presence.isCrowdedByExchanges)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `are in the end what they would have been at once, whatever is told meanwhile`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var few = Neighbour(usersAtOnce: Int(1 + dice.roll(4)), in: room)
        var all = Neighbour(usersAtOnce: 1000, in: room)
        var (run, epoch, sequence) = (1, UInt64(1), UInt64(0))
        for _ in 0..<40 {
            sequence += 1 + dice.roll(5)
            switch dice.roll(8) {
            case 0:
                (run, epoch, sequence) = (run + 1, epoch + 1, 0)
                few.begin(run: run, epoch: epoch)
                all.begin(run: run, epoch: epoch)
            case 1...2:
                let first = 1 + dice.roll(sequence)
                few.tell(of: first...sequence, at: sequence)
                all.tell(of: first...sequence, at: sequence)
            case 3...4:
                let change = StateChange.leave(sequence: 1 + dice.roll(sequence))
                few.fold(change, at: sequence)
                all.fold(change, at: sequence)
            default:
                let change = few.join(String(dice.roll(20)))
                few.fold(change, at: sequence)
                all.fold(change, at: sequence)
            }
            for _ in 0..<dice.roll(3) { _ = few.goOn() }
            few.presence.checkInvariants()
            #expect(few.presence.isExchanging || few.names == all.names)
        }
        let last = few.listsUntilDone().last

        #expect((last ?? few.names) == all.names)
        few.presence.checkInvariants()
    }
}

/// What alpha knows of bravo, to which it has a link.
private struct Neighbour {
    var presence: Presence
    var told: [Presence.Directive] = []
    private let room: ChannelKey
    private var run = 1
    private var now = Moment(monotonic: 0, wall: 0)

    init(usersAtOnce: Int, userLimit: Int = Presence.mostUsers, in room: ChannelKey) {
        self.room = room
        var limits = GossipLimits()
        limits.usersAtOnce = usersAtOnce
        presence = Presence(
            ownRun: 0,
            of: 0,
            named: "alpha",
            epoch: 1,
            userLimit: userLimit,
            limits: limits
        )
        presence.add(1, of: 1, named: "bravo", epoch: 1)
        presence.noteEntry(of: 1, into: &told)
        presence.fold(.links(["bravo"]), at: 1, of: 0, linkedMembers: [1], into: &told)
        connect()
    }

    var names: [String] { presence.users(in: room).map(\.name) }

    func join(_ name: String) -> StateChange {
        .join(channel: room, name: name, claimTime: 10, session: 0, joinTime: 10)
    }

    /// Tells a state, in which everybody is called like the entry that brought them.
    mutating func tell(of users: ClosedRange<UInt64>, at sequence: UInt64) {
        var state = RunState()
        state.links = ["alpha"]
        for number in users {
            state.people.insert(
                RunState.User(
                    sequence: number,
                    channel: room,
                    name: String(number),
                    claimTime: 10,
                    session: 0,
                    joinTime: 10
                )
            )
        }
        presence.replaceState(of: run, by: state, at: sequence, linkedMembers: [0], into: &told)
    }

    mutating func fold(_ change: StateChange, at sequence: UInt64) {
        presence.fold(change, at: sequence, of: run, into: &told)
    }

    /// Has a newer run end the one before.
    mutating func begin(run: Int, epoch: UInt64) {
        self.run = run
        presence.add(run, of: 1, named: "bravo", epoch: epoch)
        presence.noteEntry(of: run, into: &told)
        connect()
    }

    private mutating func connect() {
        var state = RunState()
        state.links = ["alpha"]
        presence.replaceState(of: run, by: state, at: 0, linkedMembers: [0], into: &told)
        settle()
        told = []
    }

    mutating func settle() { presence.settleReachability(at: now, into: &told) }

    mutating func goOn() -> Int {
        defer { settle() }
        return presence.goOnExchanging(into: &told)
    }

    /// What is shown as long as users are being exchanged, and then, each list once.
    mutating func listsUntilDone() -> [[String]] {
        var lists = [names]
        while presence.isExchanging {
            told = []
            _ = goOn()
            presence.checkInvariants()
            if lists.last != names {
                lists.append(names)
            }
        }
        return lists
    }

    mutating func review(afterMilliseconds milliseconds: Int64) -> [Presence.Directive] {
        now.monotonic += .milliseconds(milliseconds)
        var directives: [Presence.Directive] = []
        presence.reviewClaims(at: now, into: &directives)
        return directives
    }
}
