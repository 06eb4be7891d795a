import JSON
import Testing

@testable import Mesh

/// The rules of the page's session, told in Swift: see `session.tests.js`.
@Suite("A chat's session in a terminal") struct ChatSessionTests {
    @Test func `knows the node that it is on after a change of node`() throws {
        let session = try Self.movedToB()
        #expect(session.tour.current.base == "http://b")
        #expect(session.tour.nodes.map(\.base).sorted() == ["http://a", "http://b", "http://c"])
    }

    @Test func `dials every node before it waits, its own last`() throws {
        var session = try Self.movedToB()
        _ = session.handleClose(code: 1006, reason: "", at: 30, chance: 0)
        var tried: [String] = []
        var actions = session.handleTimer(at: 30, chance: 0)
        while let url = actions.dialed {
            tried.append(String(url.prefix(8)))
            actions = session.handleClose(code: 1006, reason: "", at: 31, chance: 0.5)
        }
        #expect(tried == ["http://a", "http://c", "http://b"])
        #expect(session.phase == .lost)
    }

    @Test func `gives up a node that does not answer, after five seconds`() throws {
        var session = try Self.opened()
        _ = session.handleClose(code: 1006, reason: "", at: 0, chance: 0)
        #expect(session.handleTimer(at: 0, chance: 0).dialed?.hasPrefix("http://b/") == true)
        #expect(session.handleTimer(at: NodeTour<NodeAddress>.patience - 1, chance: 0) == [])
        let actions = session.handleTimer(at: NodeTour<NodeAddress>.patience, chance: 0)
        #expect(actions.first == .hangUp)
        #expect(actions.dialed?.hasPrefix("http://c/") == true)
    }

    @Test func `bounds what a node can make it remember: other nodes, and runs`() throws {
        var session = try Self.opened()
        let peers = (0..<10_000).map { #""http://n\#($0)""# }.joined(separator: ",")
        _ = session.handleFrame(#"{"event":"attached","node":"a","peers":[\#(peers)],"position":""}"#, at: 1)
        for number in 0..<ReadPosition.originLimit { _ = session.handleFrame(Self.message("n@\(number)/1"), at: 2) }
        let remembered = session.position
        for number in ReadPosition.originLimit..<5000 { _ = session.handleFrame(Self.message("n@\(number)/1"), at: 2) }
        #expect(session.tour.nodes.count == NodeTour<NodeAddress>.limit)
        #expect(session.position == remembered)
    }

    @Test func `goes to no place that can be no node, whoever tells of it`() throws {
        var session = try Self.opened()
        let odd = ["http://b/#", "http://b?", "http://ana@b", "http://", "http:b", "ws://b", "http://b\\n"]
        _ = session.handleFrame(Self.attached("alpha", odd + ["http://c/chat", "https://d"]), at: 2)
        #expect(session.tour.nodes.map(\.base) == ["http://a", "http://c/chat", "https://d"])
    }

    @Test func `asks over the connection whether the node is there, and leaves one that does not say so`() throws {
        var session = try Self.opened()
        #expect(session.handleReturn(at: 20 * second).said.count == 1)
        #expect(session.handleReturn(at: 20 * second + 1).said.isEmpty)
        #expect(session.deadline == 24 * second)
        #expect(session.handleTimer(at: 24 * second, chance: 0).first == .hangUp)
        #expect(session.phase == .lost)
    }

    @Test func `waits longer for the answer as long as anything comes`() throws {
        var session = try Self.opened()
        _ = session.handleReturn(at: 60 * second)
        for now in stride(from: 61 * second, through: 70 * second, by: Int(second)) {
            _ = session.handleFrame(#"{"event":"update-users","usernames":["Ana"]}"#, at: now)
            #expect(session.handleTimer(at: now, chance: 0) == [])
        }
        #expect(session.handleFrame("no event", at: 71 * second) == [])
        #expect(session.handleTimer(at: 74 * second, chance: 0) == [])
        #expect(session.handleTimer(at: 75 * second, chance: 0).first == .hangUp)
    }

    @Test func `asks a node that has been quiet for half a minute`() throws {
        var session = try Self.opened()
        _ = session.handleFrame(#"{"event":"update-users","usernames":["Ana"]}"#, at: 5 * second)
        #expect(session.deadline == 35 * second)
        #expect(session.handleTimer(at: 35 * second, chance: 0).said.count == 1)
    }

    @Test func `shows no answer to its own question, and every other error`() throws {
        var session = try Self.opened()
        let error = #"{"event":"error","reason":"no"}"#
        _ = session.handleReturn(at: 20 * second)
        #expect(session.handleFrame(error, at: 20 * second + 1) == [])
        #expect(session.handleFrame(error, at: 20 * second + 2) == [.show(.refused("no"))])
    }

    @Test func `dials at once when it is let go on while it waits`() throws {
        var session = try Self.opened()
        _ = session.handleClose(code: 1006, reason: "", at: 0, chance: 1)
        #expect(session.handleReturn(at: 1).dialed != nil)
    }

    @Test func `gives up only the message that was too large, and sends the others again`() throws {
        var session = try Self.opened()
        _ = session.post("small", key: "k1", at: 1)
        let large = String(repeating: "x", count: 9000)
        _ = session.post(large, key: "k2", at: 1)
        _ = session.post("last", key: "k3", at: 1)
        let actions = session.handleClose(code: 1009, reason: "too large", at: 10, chance: 0)
        #expect(actions.first == .unsent(text: large, reason: "too long, 9048 bytes as it is sent: too large"))
        #expect(actions.dialed?.hasPrefix("http://a/") == true)
        let answer = session.handleFrame(Self.attached("alpha"), at: 20)
        #expect(answer.said.map { $0["key"]?.string } == ["k1", "k3"])
        #expect(answer.told == [], "the node was never gone")
    }

    @Test func `looks for another node after a message that was too large only where its own does not answer`() throws {
        var session = try Self.opened()
        _ = session.post("large", key: "k1", at: 1)
        _ = session.handleClose(code: 1009, reason: "too large", at: 10, chance: 0)
        #expect(session.handleClose(code: 1006, reason: "", at: 11, chance: 0).dialed?.hasPrefix("http://b/") == true)
        let actions = session.handleFrame(Self.attached("bravo"), at: 20)
        #expect(actions.told == [.moved(from: "alpha", to: "bravo")])
    }

    @Test func `takes a node for gone that calls a message too large where nothing was said`() throws {
        var session = try Self.opened()
        #expect(session.handleClose(code: 1009, reason: "", at: 10, chance: 0) == [.show(.alone("alpha"))])
        _ = session.handleTimer(at: 10, chance: 0)
        #expect(session.handleFrame(Self.attached("alpha"), at: 20).told == [.moved(from: nil, to: "alpha")])
    }

    @Test func `sends again what one node holds, and no more what two do`() throws {
        var session = try Self.opened()
        _ = session.post("one", key: "k1", at: 1)
        _ = session.post("two", key: "k2", at: 1)
        _ = session.handleFrame(#"{"event":"ack","key":"k1","id":"alpha@1/6","copies":1}"#, at: 2)
        _ = session.handleFrame(#"{"event":"ack","key":"k2","id":"alpha@1/7","copies":1}"#, at: 2)
        _ = session.handleFrame(#"{"event":"ack","key":"k2","id":"alpha@1/7","copies":2}"#, at: 3)
        #expect(session.own.waiting.isEmpty)
        _ = session.handleClose(code: 1006, reason: "", at: 4, chance: 0)
        _ = session.handleTimer(at: 4, chance: 0)
        #expect(session.handleFrame(Self.attached("bravo"), at: 5).said.map { $0["key"]?.string } == ["k1"])
    }

    @Test func `keeps what is typed while no node is there, up to a bound`() throws {
        var session = try Self.opened()
        _ = session.handleClose(code: 1006, reason: "", at: 0, chance: 0)
        for number in 0..<OwnMessages.waitingLimit {
            #expect(session.canPost)
            #expect(session.post("\(number)", key: "\(number)", at: 1) == [])
        }
        #expect(!session.canPost)
        _ = session.handleTimer(at: 0, chance: 0)
        #expect(session.handleFrame(Self.attached("bravo"), at: 1).said.count == OwnMessages.waitingLimit)
    }

    @Test func `says no more than a node takes in a second, and the rest when its turn comes`() throws {
        var session = try Self.opened()
        _ = session.handleClose(code: 1006, reason: "", at: 0, chance: 0)
        for number in 0..<20 { _ = session.post("\(number)", key: "\(number)", at: 0) }
        _ = session.handleTimer(at: 0, chance: 0)
        var said = session.handleFrame(Self.attached("bravo", rate: 5), at: second).said.count
        #expect(said == 5)
        #expect(session.handleTimer(at: second + 1, chance: 0) == [])
        var seconds: Double = 1
        while said < 20, let deadline = session.deadline {
            seconds = Double(deadline) / Double(second)
            let turn = session.handleTimer(at: deadline, chance: 0).said.count
            #expect(turn == 1)
            said += turn
            if turn == 0 { break }
        }
        #expect((3.8...4.2).contains(seconds))
    }

    @Test func `goes on slower, and gives nothing up, where a node takes fewer messages than before`() throws {
        var session = try Self.opened()
        for number in 0..<8 { _ = session.post("\(number)", key: "\(number)", at: 1) }
        let actions = session.handleClose(code: 1008, reason: "Too many messages", at: 10, chance: 0)
        #expect(session.phase == .lost)
        #expect(actions == [.show(.alone("alpha"))])
        _ = session.handleTimer(at: 10, chance: 0)
        #expect(session.handleFrame(Self.attached("bravo", rate: 2), at: second).said.count == 2)
    }

    @Test func `does not say again what the very run has that it comes back to`() throws {
        var session = try Self.opened()
        _ = session.post("one", key: "k1", at: 1)
        _ = session.handleFrame(#"{"event":"ack","key":"k1","id":"alpha@1/6","copies":1}"#, at: 2)
        for (run, keys) in [("alpha@1", []), ("alpha@2", ["k1"])] {
            _ = session.handleClose(code: 1006, reason: "", at: 4, chance: 0)
            _ = session.handleTimer(at: 4, chance: 0)
            let frame = Self.attached("alpha", run: run)
            #expect(session.handleFrame(frame, at: 5).said.map { $0["key"]?.string } == keys)
        }
    }

    @Test func `comes back with the last message of each origin that it saw`() throws {
        var session = try Self.opened()
        for id in ["alpha@1/9", "bravo@3/1"] {
            let message = #"{"event":"send-message","username":"Ben","message":"hi","id":"\#(id)","node":"x","time":1}"#
            _ = session.handleFrame(message, at: 2)
        }
        _ = session.handleClose(code: 1006, reason: "", at: 4, chance: 0)
        let url = session.handleTimer(at: 4, chance: 0).dialed
        #expect(url?.contains("after=alpha@1/9,bravo@3/1&session=") == true)
    }

    // Few nodes that started often, and many, whose entries consist of little but what separates their parts.
    @Test(arguments: [(3, 900), (500, 500)])
    func `comes back with a request line that a node reads, however many runs have spoken`(
        nodeCount: Int,
        runCount: Int
    ) throws {
        var session = try Self.opened()
        for run in 0..<runCount { _ = session.handleFrame(Self.message("n\(run % nodeCount)@\(run)/1"), at: 2) }
        _ = session.handleClose(code: 1006, reason: "", at: 4, chance: 0)
        let url = try #require(session.handleTimer(at: 4, chance: 0).dialed)
        #expect(url.utf8.count < 8000)
        #expect(url.contains("n\(nodeCount - 1)@\(runCount - 1)/1"))
    }

    @Test func `asks for everything when there was nothing to read before`() throws {
        var session = try Self.made()
        _ = session.join(at: 0)
        _ = session.handleFrame(Self.attached("alpha", position: ""), at: 1)
        _ = session.handleClose(code: 1006, reason: "", at: 4, chance: 0)
        #expect(session.handleTimer(at: 4, chance: 0).dialed?.contains("history=1000000000&") == true)
    }

    @Test func `shows a message once that was sent to both sides of a partition`() throws {
        var session = try Self.opened()
        let copies = ["alpha@1/9", "bravo@3/1"].map {
            #"{"event":"send-message","username":"Ben","message":"hi","key":"k","id":"\#($0)","node":"x","time":1}"#
        }
        #expect(session.handleFrame(copies[0], at: 2) == [.show(.message("hi", by: "Ben"))])
        #expect(session.handleFrame(copies[1], at: 2) == [])
    }

    @Test(arguments: [
        "", "null", "7", "[]", "{}", #"{"event":"send-message"}"#, #"{"event":"update-users","usernames":7}"#,
        #"{"event":"ack","key":"nobody","copies":2}"#, #"{"event":"gap"}"#, #"{"event":7}"#, #"{"event":"later"}"#,
        #"{"event":"users-changed","joined":[],"left":{}}"#, #"{"event":"attached","peers":{},"position":1}"#,
    ])
    func `is not disturbed by frames of any shape`(frame: String) throws {
        var session = try Self.opened()
        _ = session.handleFrame(frame, at: 5)
        #expect(session.phase == .open)
    }

    @Test func `comes back behind what it was told is lost, and behind what it has read`() throws {
        var session = try Self.opened()
        let message = #"{"event":"send-message","username":"Ben","message":"hi","id":"bravo@1/9","node":"x","time":1}"#
        _ = session.handleFrame(message, at: 2)
        let ends = "alpha@1/8,bravo@1/7,nonsense,alpha@1/x"
        let told = session.handleFrame(#"{"event":"gap","lost":3,"after":"\#(ends)"}"#, at: 3)
        #expect(told == [.show(.lost(3))])
        #expect(session.position.text == "alpha@1/8,bravo@1/9")
    }

    @Test func `ends when its name is taken, and says of what waits that it was not sent`() throws {
        var session = try Self.opened()
        _ = session.post("one", key: "k1", at: 1)
        let reason = "Username Ana is already taken"
        let actions = session.handleClose(code: 1008, reason: reason, at: 5, chance: 0)
        #expect(actions == [.hangUp, .unsent(text: "one", reason: reason), .end(reason: reason)])
        #expect(session.deadline == nil)
    }

    @Test func `says of what went to a node that it is not confirmed, when the person leaves`() throws {
        var session = try Self.made()
        _ = session.join(at: 0)
        _ = session.handleFrame(Self.attached("alpha", rate: 2), at: second)
        for number in 1...3 { _ = session.post("\(number)", key: "k\(number)", at: second) }
        _ = session.handleFrame(#"{"event":"ack","key":"k1","id":"alpha@1/6","copies":1}"#, at: second)
        let reason = ChatSession.leaving
        let unsent = ChatAction.unsent(text: "3", reason: reason)
        #expect(session.leave() == [.unconfirmed(text: "2"), .hangUp, unsent, .end(reason: reason)])
    }

    @Test func `ends when the first node cannot be reached, with the system's words`() throws {
        var session = try Self.made()
        _ = session.join(at: 0)
        let actions = session.handleClose(code: 1006, reason: "connect: Connection refused", at: 1, chance: 0)
        #expect(actions == [.hangUp, .end(reason: "connect: Connection refused")])
    }

    @Test func `tells a newcomer who is there, and afterwards who comes and goes`() throws {
        var session = try Self.opened()
        func news(_ frame: String) -> [ChatAction] { session.handleFrame(frame, at: 2) }
        #expect(
            news(#"{"event":"update-users","usernames":["Ana","Ben"],"nodes":{"Ana":"alpha"}}"#)
                == [.show(.present(["Ana", "Ben"]))]
        )
        #expect(
            news(#"{"event":"update-users","usernames":["Cem"],"nodes":{"Cem":"delta"}}"#)
                == [.show(.left("Ben")), .show(.joined("Cem", node: "delta"))]
        )
        #expect(
            news(
                #"{"event":"users-changed","joined":{"Eve":"beta","Ana":"alpha","Dan":"beta"},"left":["Cem","Nobody"]}"#
            )
                == [.show(.left("Cem")), .show(.joined("Dan", node: "beta")), .show(.joined("Eve", node: "beta"))]
        )
    }

    @Test func `says where it goes on, once`() throws {
        var session = try Self.opened()
        #expect(session.handleClose(code: 1006, reason: "", at: 10, chance: 0) == [.show(.alone("alpha"))])
        _ = session.handleTimer(at: 10, chance: 0)
        #expect(
            session.handleFrame(Self.attached("bravo"), at: 20) == [.show(.moved(from: "alpha", to: "bravo"))]
        )
    }

    private static func made() throws -> ChatSession {
        let home = try NodeAddress("http://a")
        return ChatSession(
            ChatParticipant(
                username: "Ana",
                channel: nil,
                secret: String(repeating: "s", count: 16),
                history: 20,
                home: home
            )
        )
    }

    /// What somebody says, with a key of its own.
    private static func message(_ id: String) -> String {
        #"{"event":"send-message","username":"eve","message":"x","id":"\#(id)","key":"\#(id)"}"#
    }

    private static func attached(
        _ node: String,
        _ peers: [String] = [],
        position: String = "alpha@1/5",
        run: String? = nil,
        rate: Int? = nil
    ) -> String {
        let peers = peers.map { "\"\($0)\"" }.joined(separator: ",")
        let more = (run.map { #","run":"\#($0)""# } ?? "") + (rate.map { #","messages_per_second":\#($0)"# } ?? "")
        return #"{"event":"attached","node":"\#(node)","peers":[\#(peers)],"position":"\#(position)"\#(more)}"#
    }

    /// A session that is open on a, with b and c to go to.
    private static func opened() throws -> ChatSession {
        var session = try made()
        _ = session.join(at: 0)
        _ = session.handleFrame(attached("alpha", ["http://b", "http://c", "https://d"]), at: 1)
        return session
    }

    /// One that has gone on to b, since a died.
    private static func movedToB() throws -> ChatSession {
        var session = try opened()
        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        _ = session.handleTimer(at: 10, chance: 0)
        _ = session.handleFrame(attached("bravo", ["http://a", "http://c"]), at: 20)
        return session
    }
}

private let second: Int64 = 1_000_000_000

extension [ChatAction] {
    fileprivate var dialed: String? {
        for case .dial(let url) in self { return url }
        return nil
    }

    fileprivate var told: [ChatNews] {
        compactMap { if case .show(let news) = $0 { news } else { nil } }
    }

    fileprivate var said: [JSON.JSONValue] {
        compactMap { action -> JSON.JSONValue? in
            guard case .send(let text) = action else { return nil }
            return try? JSON.JSONValue(parsing: [UInt8](text.utf8).span)
        }
    }
}
