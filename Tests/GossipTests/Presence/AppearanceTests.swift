import Testing

@testable import Gossip

@Suite("Users whose nodes appear and vanish", .computing) struct AppearanceTests {
    @Test func `are shown at once, and told of in turns`() {
        var watch = Watch(usersAtOnce: 10)
        watch.toggle(1)
        for number in 1...100 { watch.join("\(number)", room: number % 4, of: 1) }
        #expect(watch.lists.isEmpty)

        var told = [watch.toggle(1)]
        #expect(Watch.rooms.allSatisfy { watch.names(in: $0).count == 25 })
        while watch.presence.isAppearing { told.append(watch.goOn()) }

        #expect(told.reduce(0, +) == 100 && told.allSatisfy { $0 <= 10 }, "\(told)")
        #expect(watch.isTold)
    }

    @Test func `cost nothing where there are none, however many this node has`() {
        var watches: [Int: Watch] = [:]
        for count in [2000, 32_000] {
            var watch = Watch()
            for number in 1...count { watch.claim("\(number)") }
            watches[count] = watch
        }

        let growth = growthOfTime(from: 2000, to: 32_000) { count in
            guard var watch = watches[count] else { return }
            for _ in 0..<300 { watch.toggle(1) }
        }

        // One look at all of this node's would take sixteen times as long.
        #expect(growth < 4)
    }

    @Test func `are told of however often another node comes and goes meanwhile`() {
        var watch = Watch(usersAtOnce: Appearances.row)
        watch.toggle(1)
        watch.toggle(2)
        for number in 1...1000 { watch.join("\(number)", room: 0, of: 1) }
        for number in 1...100 { watch.join("\(number)", room: number % 4, of: 2) }
        watch.toggle(1)
        watch.toggle(2)
        for _ in 0..<6 {
            watch.toggle(1)
            _ = watch.goOn()
        }

        #expect(watch.presence.members[1].appearance != nil && watch.presence.members[2].appearance == nil)
        #expect(Watch.rooms[1...].allSatisfy { watch.lists[$0] == watch.names(in: $0) })
    }

    @Test func `meet the claims of this node's users, wherever they stand`() {
        var watch = Watch(usersAtOnce: 10)
        watch.toggle(1)
        for number in 1...100 { watch.join("\(number)", room: 0, of: 1) }
        let claim = watch.claim("77", at: 20)
        watch.toggle(1)
        while watch.presence.isAppearing { _ = watch.goOn() }

        #expect(watch.review(afterMilliseconds: 1000) == [.claimLost(claim)])
    }

    @Test func `are told of in smaller parts where many hold the name of a user of this node`() {
        var watch = Watch(usersAtOnce: 100)
        watch.toggle(1)
        for name in 0..<16 { watch.claim("\(name)", at: 5) }
        // Each of 128 is compared with eight others, and 64 with nobody.
        for number in 0..<128 { watch.join("\(number / 8)", room: 0, of: 1) }
        for number in 128..<192 { watch.join("\(number)", room: 0, of: 1) }
        watch.toggle(1)
        var turns = 1
        while watch.presence.isAppearing {
            _ = watch.goOn()
            turns += 1
        }

        #expect(turns == 3)
        #expect(watch.isTold)
    }

    @Test func `appear once for all that came together`() throws {
        var mesh = TestMesh(1)
        let bravo = try HandmadePeer("bravo", of: &mesh.nodes[0], at: mesh.now)
        let body = HandmadePeer.origin("bravo") + [1, 1] + HandmadePeer.links(to: ["alpha"])

        try mesh.nodes[0].receive(DatagramPathTests.frame(3, body).span, on: bravo.link, isLast: false, at: mesh.now)
        #expect(mesh.nodes[0].nodeReports.map(\.name) == ["alpha"])
        mesh.nodes[0].settle(at: mesh.now)
        #expect(mesh.nodes[0].nodeReports.map(\.name) == ["alpha", "bravo"])
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `are on the lists in the end who are there, whatever happens meanwhile`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var watch = Watch(usersAtOnce: Int(1 + dice.roll(6)))
        for _ in 0..<80 {
            let node = 1 + Int(dice.roll(2))
            switch dice.roll(12) {
            case 0...2: watch.toggle(node)
            case 3: watch.replaceUsers(of: node, by: (0..<dice.roll(12)).map { _ in "\(dice.roll(30))" })
            case 4: watch.begin(node)
            case 5...7: watch.leave(1 + dice.roll(30), of: node)
            default: watch.join("\(dice.roll(30))", room: Int(dice.roll(4)), of: node)
            }
            for _ in 0..<dice.roll(2) { _ = watch.goOn() }
            watch.presence.checkInvariants()
        }
        while watch.presence.isExchanging || watch.presence.isAppearing { _ = watch.goOn() }

        #expect(watch.isTold)
        #expect(watch.presence.members.allSatisfy { $0.appearance == nil })
    }
}

/// What alpha knows of bravo and charlie, to which it has links, and the lists that its clients have got.
private struct Watch {
    static let rooms = (0..<4).map { ChannelKey(kind: .chat, name: Array("room\($0)".utf8)) }
    private static let names = ["alpha", "bravo", "charlie"]

    var presence: Presence

    /// As they were when they were last told to have changed.
    var lists: [ChannelKey: [String]] = [:]

    private var linked = [1, 2]
    private var runs = [0, 1, 2]
    private var heads: [UInt64] = [0, 0, 0]
    private var now = Moment(monotonic: 0, wall: 0)

    init(usersAtOnce: Int = GossipLimits().usersAtOnce) {
        var limits = GossipLimits()
        limits.usersAtOnce = usersAtOnce
        presence = Presence(ownRun: 0, of: 0, named: "alpha", epoch: 1, limits: limits)
        for node in 1...2 { presence.add(node, of: node, named: Self.names[node], epoch: 1) }
        for node in 1...2 { fold(.links(["alpha"]), of: node, linkedMembers: [0]) }
        fold(.links(["bravo", "charlie"]), of: 0, linkedMembers: linked)
        settle()
    }

    func names(in room: ChannelKey) -> [String] { presence.users(in: room).map { "\($0.name) \($0.node)" } }

    /// Whether everybody who looks at a list sees who is there.
    var isTold: Bool { Self.rooms.allSatisfy { lists[$0, default: []] == names(in: $0) } }

    /// Has the link to a node come up or go down.
    ///
    /// - Returns: How many times it was said that a list changed.
    @discardableResult
    mutating func toggle(_ node: Int) -> Int {
        linked = linked.contains(node) ? linked.filter { $0 != node } : (linked + [node]).sorted()
        fold(.links(linked.map { Self.names[$0] }), of: 0, linkedMembers: linked)
        return settle()
    }

    mutating func join(_ name: String, room: Int, of node: Int) {
        let change = StateChange.join(
            channel: Self.rooms[room],
            name: name,
            claimTime: 10,
            session: 0,
            joinTime: 10
        )
        fold(change, of: node)
    }

    mutating func leave(_ sequence: UInt64, of node: Int) { fold(.leave(sequence: sequence), of: node) }

    /// Claims a name for a user of alpha, while nobody looks at the list.
    @discardableResult
    mutating func claim(_ name: String, at time: Int64 = 10) -> Claim {
        heads[0] += 1
        let nobody = ClientSession(hash: 0)
        let (claim, change) = presence.claim(name, in: Self.rooms[0], session: nobody, madeBy: heads[0], at: time)
        var directives: [Presence.Directive] = []
        presence.fold(change, at: heads[0], of: 0, into: &directives)
        return claim
    }

    /// Tells a state of a node, in which these users came with the last entries.
    mutating func replaceUsers(of node: Int, by names: [String]) {
        var state = RunState()
        state.links = ["alpha"]
        for (number, name) in names.enumerated() {
            heads[node] += 1
            state.people.insert(
                RunState.User(
                    sequence: heads[node],
                    channel: Self.rooms[number % 4],
                    name: name,
                    claimTime: 10,
                    session: 0,
                    joinTime: 10
                )
            )
        }
        heads[node] += 1
        let (run, head) = (runs[node], heads[node])
        carryOut { $0.replaceState(of: run, by: state, at: head, linkedMembers: [0], into: &$1) }
        settle()
    }

    /// Has a newer run of a node end the one before.
    mutating func begin(_ node: Int) {
        let run = (runs.max() ?? 0) + 1
        presence.add(run, of: node, named: Self.names[node], epoch: UInt64(run) + 1)
        (runs[node], heads[node]) = (run, 0)
        fold(.links(["alpha"]), of: node, linkedMembers: [0])
        settle()
    }

    /// What a turn does.
    ///
    /// - Returns: How many times it was said that a list changed.
    mutating func goOn() -> Int {
        carryOut {
            _ = $0.goOnExchanging(into: &$1)
            _ = $0.goOnAppearing(into: &$1)
        } + settle()
    }

    mutating func review(afterMilliseconds milliseconds: Int64) -> [Presence.Directive] {
        settle()
        now.monotonic += .milliseconds(milliseconds)
        var directives: [Presence.Directive] = []
        presence.reviewClaims(at: now, into: &directives)
        return directives
    }

    private mutating func fold(_ change: StateChange, of node: Int, linkedMembers: [Int] = []) {
        heads[node] += 1
        let (run, head) = (runs[node], heads[node])
        carryOut {
            $0.noteEntry(of: run, into: &$1)
            $0.fold(change, at: head, of: run, linkedMembers: linkedMembers, into: &$1)
        }
    }

    @discardableResult
    private mutating func settle() -> Int {
        let now = now
        return carryOut { $0.settleReachability(at: now, into: &$1) }
    }

    /// Has whoever looks at a list see what it is when it is told to have changed.
    @discardableResult
    private mutating func carryOut(_ tell: (inout Presence, inout [Presence.Directive]) -> Void) -> Int {
        var directives: [Presence.Directive] = []
        tell(&presence, &directives)
        var count = 0
        for case .usersChanged(let room) in directives {
            lists[room] = names(in: room)
            count += 1
        }
        return count
    }
}
