import Gossip
import HTTP
import Testing

@testable import BroadcastMesh

@Suite("What chats add to channels", .computing) struct ChatRoomsTests {
    private let now = Moment(monotonic: 0, wall: 1_700_000_000_000_000)
    private let ana = ClientReference(slot: 1, generation: 1)
    private let ben = ClientReference(slot: 2, generation: 1)
    private var rooms: ChatRooms
    private var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())

    init() throws {
        let json = #"""
            { "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" },
                        { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082" }] }
            """#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        rooms = ChatRooms(mesh, of: mesh.nodes[0])
    }

    private func entry(_ query: String) throws -> ChatEntry {
        let target = try RequestTarget(decoding: "/start_web_socket?\(query)", method: .get)
        return try ChatEntry.read(target.query, salt: MeshSalt(secret: nil)).get()
    }

    @Test mutating func `is a name for one client at a time`() throws {
        let entrance = try rooms.enter(ana, try entry("username=ana"), with: &gossip, at: now)
        #expect(rooms.holder(of: entrance.user.claim) == ana)
        #expect(entrance.events.isEmpty)
        #expect(entrance.reading == nil)

        #expect(throws: ChatRefusal.usernameTaken("ana")) {
            _ = try rooms.enter(ben, try entry("username=ana"), with: &gossip, at: now)
        }
        rooms.leave(entrance.user, with: &gossip, at: now)
        #expect(rooms.holder(of: entrance.user.claim) == nil)
        let again = try rooms.enter(ben, try entry("username=ana"), with: &gossip, at: now)
        #expect(rooms.holder(of: again.user.claim) == ben)
    }

    @Test mutating func `is its own client's after the key was changed, also to a node that knows the new one alone`()
        throws
    {
        var mesh = try MeshConfiguration(
            parsing: Array(#"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:1", "gossip": "127.0.0.1:2" }] }"#.utf8)
        )
        let (old, new) = (Secret(Array("0123456789abcdef".utf8)), Secret(Array("fedcba9876543210".utf8)))
        func entry(_ name: String, by keys: [Secret]) throws -> ChatEntry {
            mesh.keys = keys
            let query = "/start_web_socket?username=\(name)&session=\(name)-0123456789abcdef"
            return try ChatEntry.read(RequestTarget(decoding: query, method: .get).query, salt: mesh.salt).get()
        }
        mesh.keys = [old]
        rooms = ChatRooms(mesh, of: mesh.nodes[0])
        let entrance = try rooms.enter(ana, try entry("ana", by: [old]), with: &gossip, at: now)
        for keys in [[old, new], [new, old], [new]] {
            mesh.keys = keys
            rooms.reconfigure(mesh, with: gossip)
            while rooms.mustRenewSessions { _ = rooms.renewSessions(with: &gossip, at: now) }
            #expect(gossip.users(in: entrance.channel).map(\.name) == ["ana"])
            #expect(rooms.holder(of: entrance.user.claim) == ana)
        }
        #expect(throws: ChatRefusal.usernameTaken("ana")) {
            var stranger = try entry("ben", by: [new])
            stranger.username = "ana"
            _ = try rooms.enter(ben, stranger, with: &gossip, at: now)
        }
        _ = try rooms.enter(ben, try entry("ana", by: [new]), with: &gossip, at: now)
        rooms.leave(entrance.user, with: &gossip, at: now)
        #expect(gossip.users(in: entrance.channel).map(\.name) == ["ana"])
    }

    @Test mutating func `is one message for one key, also when the mesh has got another key or another node meanwhile`()
        throws
    {
        var mesh = try MeshConfiguration(
            parsing: Array(#"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:1", "gossip": "127.0.0.1:2" }] }"#.utf8)
        )
        let entrance = try rooms.enter(ana, try entry("username=ana"), with: &gossip, at: now)
        let said = rooms.say("a", key: "k", as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        rooms.reconfigure(mesh, with: gossip)
        let again = rooms.say("a", key: "k", as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        #expect(again == said.map { .repeated($0.stamp) })

        mesh.keys = [Secret(Array("0123456789abcdef".utf8))]
        rooms.reconfigure(mesh, with: gossip)
        let sealed = rooms.say("a", key: "k", as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        #expect(sealed == again)

        // A node that starts with both keys, the other one first, knows the same.
        mesh.keys.insert(Secret(Array("fedcba9876543210".utf8)), at: 0)
        #expect(mesh.salt.earlier == [MeshSalt(secret: Array("0123456789abcdef".utf8))])
    }

    @Test mutating func `is word of where a client is, and could go, before what it reads`() throws {
        let entrance = try rooms.enter(ana, try entry("username=ana&history=3"), with: &gossip, at: now)
        guard
            case .attached("alpha", _, peers: ["http://127.0.0.1:8082"], _, _, messagesPerSecond: nil)? = entrance
                .events
                .first
        else {
            Issue.record("\(entrance.events)")
            return
        }
        #expect(entrance.events.count == 1)
        #expect(entrance.reading != nil)
    }

    @Test mutating func `is a word about each message with a key, and no second message for a repetition`() throws {
        let entrance = try rooms.enter(ana, try entry("username=ana"), with: &gossip, at: now)
        let plain = rooms.say("a", key: nil, as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        #expect(plain == nil)
        let said = rooms.say("b", key: "k", as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        let again = rooms.say("b", key: "k", as: entrance.user, in: entrance.channel, with: &gossip, at: now)
        let result = try #require(said)
        #expect(again?.stamp.id == result.stamp.id)
        #expect(gossip.channels.figures(of: entrance.channel)?.messageCount == 2)

        let events = rooms.acknowledge(result, key: "k", to: ana, with: gossip)
        #expect(events == [.acknowledgement(key: "k", id: result.stamp.id, copies: 1)])
        // Nobody else has it.
        #expect(rooms.takeConfirmed(with: gossip).isEmpty)
    }

    @Test func `is a second word when another node has a message, once`() {
        let ids = (1...3).map { MessageID(node: "alpha", epoch: 1, sequence: $0) }
        var copies = AwaitedCopies()
        for id in ids { copies.append(AwaitedCopy(client: ana, key: "k", id: id)) }

        #expect(copies.takeConfirmed(.init(count: 0)) { _ in .held }.isEmpty)
        #expect(
            copies.takeConfirmed(.init(count: 1)) { $0 == ids[2] ? .awaited : .held }.map(\.id) == [ids[0], ids[1]]
        )
        #expect(copies.takeConfirmed(.init(count: 1)) { _ in .held }.isEmpty)
        #expect(copies.takeConfirmed(.init(count: 2)) { _ in .held }.map(\.id) == [ids[2]])
        #expect(copies.takeConfirmed(.init(count: 3)) { _ in .held }.isEmpty)
    }

    @Test func `is no second word about what was too long for the other node, until a third has it`() {
        let ids = (1...3).map { MessageID(node: "alpha", epoch: 1, sequence: $0) }
        var copies = AwaitedCopies()
        for id in ids { copies.append(AwaitedCopy(client: ana, key: "k", id: id)) }
        #expect(
            copies.takeConfirmed(.init(count: 1)) { $0 == ids[1] ? .passedOver : .held }.map(\.id) == [ids[0], ids[2]]
        )
        #expect(!copies.isEmpty)
        #expect(copies.takeConfirmed(.init(count: 2)) { _ in .held }.isEmpty, "no other has what was passed over")
        #expect(copies.takeConfirmed(.init(count: 3, lateCount: 1)) { _ in .held }.map(\.id) == [ids[1]])
        #expect(copies.isEmpty)
    }

    @Test func `is a second word in portions, also about what was too long for another`() {
        let ids = (1...5).map { MessageID(node: "alpha", epoch: 1, sequence: $0) }
        var copies = AwaitedCopies()
        for id in ids { copies.append(AwaitedCopy(client: ana, key: "k", id: id)) }
        #expect(copies.takeConfirmed(.init(count: 1)) { _ in .passedOver }.isEmpty)
        let news = Confirmations(count: 2, lateCount: 1)
        var taken: [[UInt64]] = []
        repeat {
            taken.append(
                copies.takeConfirmed(news, atMost: 2) { $0 == ids[1] ? .passedOver : .held }.map(\.id.sequence)
            )
        } while copies.hasConfirmed
        #expect(taken == [[1], [3, 4], [5]])
        #expect(copies.takeConfirmed(.init(count: 2, lateCount: 2)) { _ in .held }.map(\.id) == [ids[1]])
        #expect(copies.isEmpty)
    }

    @Test func `is no wait for a second copy of what was let go before there was one`() {
        let ids = (1...3).map { MessageID(node: "alpha", epoch: 1, sequence: $0) }
        var copies = AwaitedCopies()
        for id in ids { copies.append(AwaitedCopy(client: ana, key: "k", id: id)) }
        #expect(copies.takeConfirmed(.init(count: 1)) { $0 == ids[2] ? .held : .never }.map(\.id) == [ids[2]])
        #expect(copies.isEmpty)
    }

    @Test func `is one question for each run, however many messages wait for a second copy`() {
        var copies = AwaitedCopies()
        // Some are said again, and some were said before the node was started again.
        for sequence in [5, 1, 4, 1, 3, 2] as [UInt64] {
            for epoch in [2, 1] as [UInt64] {
                let id = MessageID(node: "alpha", epoch: epoch, sequence: sequence)
                copies.append(AwaitedCopy(client: ana, key: "k", id: id))
            }
        }
        var asked = 0
        let none = copies.takeConfirmed(.init(count: 1)) { _ in
            asked += 1
            return .awaited
        }
        #expect(none.isEmpty)
        #expect(asked == 2)
        let confirmed = copies.takeConfirmed(.init(count: 2)) { $0.sequence <= 3 ? .held : .awaited }
        #expect(confirmed.map(\.id.epoch) == [1, 1, 1, 1, 2, 2, 2, 2])
        #expect(confirmed.map(\.id.sequence) == [1, 1, 2, 3, 1, 1, 2, 3])
        #expect(copies.count == 4)
    }

    @Test func `is a second word about so many messages at once, and about the others without another confirmation`() {
        var copies = AwaitedCopies()
        for sequence in 1...5 as ClosedRange<UInt64> {
            for epoch in [1, 2] as [UInt64] {
                let id = MessageID(node: "alpha", epoch: epoch, sequence: sequence)
                copies.append(AwaitedCopy(client: ana, key: "k", id: id))
            }
        }
        var told: [MessageID] = []
        for count in [4, 4, 1] {
            let confirmed = copies.takeConfirmed(.init(count: 1), atMost: 4) {
                $0.sequence <= 4 || $0.epoch == 1 ? .held : .awaited
            }
            #expect(confirmed.count == count)
            told += confirmed.map(\.id)
        }
        #expect(!copies.hasConfirmed)
        #expect(copies.takeConfirmed(.init(count: 1), atMost: 4) { _ in .held }.isEmpty)
        #expect(told.map(\.epoch) == [1, 1, 1, 1, 1, 2, 2, 2, 2])
        #expect(told.map(\.sequence) == [1, 2, 3, 4, 5, 1, 2, 3, 4])
        #expect(copies.count == 1)
    }

    @Test func `is no more than so many messages that a second copy is waited for of`() {
        var copies = AwaitedCopies()
        for sequence in 0...AwaitedCopies.limit {
            let id = MessageID(node: "alpha", epoch: 1, sequence: UInt64(sequence + 1))
            copies.append(AwaitedCopy(client: ana, key: "k", id: id))
        }
        #expect(copies.count == AwaitedCopies.limit)
        // The oldest has made room.
        #expect(copies.takeConfirmed(.init(count: 1)) { $0.sequence == 2 ? .held : .awaited }.map(\.id.sequence) == [2])
    }

    /// Somebody who has seen a message, and is to be let in at a time whatever is missing.
    private func arrival(after position: String, until deadline: Int64) throws -> Arrival {
        Arrival(
            client: ana,
            request: Request(method: .get, target: try RequestTarget(decoding: "/", method: .get), fields: [:]),
            entry: .chat(try entry("username=ana")),
            position: try #require(Position(position)),
            place: 0,
            deadline: deadline
        )
    }

    @Test func `is patience with a client as long as what it has seen is on its way`() throws {
        var arrivals = Arrivals()
        #expect(arrivals.deadline == nil)
        // A run of this node that comes after this one, as a client may say that it has seen.
        arrivals.append(try arrival(after: "alpha@2/1", until: 1_000_000_000), at: 0)
        arrivals.append(try arrival(after: "zulu@1/1", until: 1_000_000_000), at: 0)
        let check = try #require(arrivals.deadline)
        #expect(arrivals.takeDue(with: gossip, isServing: true, at: check - 1).isEmpty)
        #expect(arrivals.takeDue(with: gossip, isServing: true, at: check).map(\.position) == [Position("zulu@1/1")])

        let next = try #require(arrivals.deadline)
        #expect(arrivals.takeDue(with: gossip, isServing: true, at: next).isEmpty)
        let late = arrivals.takeDue(with: gossip, isServing: true, at: 1_000_000_000)
        #expect(late.map(\.position) == [Position("alpha@2/1")])
        #expect(arrivals.deadline == nil)
    }

    @Test func `is over for one client after the other`() throws {
        var arrivals = Arrivals()
        for until in [1, 2, 3] as [Int64] { arrivals.append(try arrival(after: "alpha@1/1", until: until), at: 0) }
        #expect(!arrivals.hasDue)
        let check = try #require(arrivals.deadline)
        var popped: [Int64] = []
        while let arrival = arrivals.popDue(with: gossip, isServing: true, at: check) {
            popped.append(arrival.deadline)
            #expect(arrivals.hasDue == (popped.count < 3))
        }
        #expect(popped == [1, 2, 3])
        #expect(arrivals.deadline == nil)
    }

    @Test func `is patience with so many clients at once, and with the others next`() throws {
        var arrivals = Arrivals()
        let count = 2 * Arrivals.looksAtOnce + 1
        // Of those in the middle all has come.
        let there = try arrival(after: "zulu@1/1", until: 1_000_000_000)
        let awaited = try arrival(after: "alpha@2/1", until: 1_000_000_000)
        for index in 0..<count { arrivals.append(index == Arrivals.looksAtOnce ? there : awaited, at: 0) }
        let check = try #require(arrivals.deadline)
        var budget = TurnBudget()
        let first = arrivals.takeDue(with: gossip, isServing: true, at: check, &budget)
        #expect(first.isEmpty)
        #expect(budget.left == TurnBudget.turn - Arrivals.looksAtOnce * TurnBudget.message)
        #expect(arrivals.deadline == check, "the others are looked at in the next turn")
        let found = arrivals.takeDue(with: gossip, isServing: true, at: check + 1)
        #expect(found.map(\.position) == [Position("zulu@1/1")])
        #expect(arrivals.takeDue(with: gossip, isServing: true, at: check + 2).isEmpty)
        #expect(try #require(arrivals.deadline) == check + 2 + GossipNode.catchUpInterval)

        var late = 0
        while arrivals.deadline != nil { late += arrivals.takeDue(with: gossip, isServing: true, at: .max / 2).count }
        #expect(late == count - 1)
    }

    @Test func `is no patience when the node does not serve any more`() throws {
        var arrivals = Arrivals()
        arrivals.append(try arrival(after: "alpha@2/1", until: 1_000_000_000), at: 0)
        #expect(arrivals.takeDue(with: gossip, isServing: false, at: 0).map(\.client) == [ana])
    }

    @Test func `is over for a client that is elsewhere after a pause of the process`() throws {
        let arrival = try arrival(after: "alpha@1/1", until: 5)
        #expect(!arrival.isAbandoned(at: 4 + GossipNode.catchUpPatience))
        #expect(arrival.isAbandoned(at: 5 + GossipNode.catchUpPatience))
    }
}

extension ChatRooms {
    /// Who holds a name here.
    fileprivate func holder(of claim: Claim) -> ClientReference? { holders[claim]?.client }
}

/// In a turn that has room for all.
extension Arrivals {
    fileprivate mutating func takeDue(
        with gossip: borrowing GossipNode,
        isServing: Bool,
        at now: Int64
    ) -> [Arrival] {
        var budget = TurnBudget()
        return takeDue(with: gossip, isServing: isServing, at: now, &budget)
    }

    fileprivate mutating func popDue(with gossip: borrowing GossipNode, isServing: Bool, at now: Int64) -> Arrival? {
        var budget = TurnBudget()
        return popDue(with: gossip, isServing: isServing, at: now, &budget)
    }
}
