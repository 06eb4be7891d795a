import Testing

@testable import MeshClient

/// What the session of a channel does, told in events and time: in the words of `channel-session.tests.js`.
@Suite("The session of a channel") struct ChannelSessionTests {
    @Test func `asks for nothing old at first, and after a break for all that it has not heard`() {
        var session = ChannelSession("tea & milk", at: ["https://a/chat"])
        #expect(dialed(session.begin(at: 0)) == "wss://a/chat/channels/tea%20%26%20milk?acks=together&history=0")
        _ = session.handleFrame(attached(position: "alpha@1/5"), at: 1)
        _ = session.handleFrame(message("bravo@2/7", "x"), at: 2)
        _ = session.handleClose(code: 1006, reason: "", at: 3, chance: 0)
        let url = "wss://a/chat/channels/tea%20%26%20milk?acks=together&after=alpha@1/5,bravo@2/7"
        #expect(dialed(session.handleTimer(at: 3, chance: 0)) == url)
    }

    @Test func `begins behind what its program heard another time`() {
        let position = BroadcastChannel.Position("alpha@1/5")
        var session = ChannelSession("tea", at: ["http://a"], after: position)
        #expect(dialed(session.begin(at: 0)) == "ws://a/channels/tea?acks=together&after=alpha@1/5")
    }

    @Test func `tells whoever takes its posts what its keys are guarded by, at every node`() {
        var session = ChannelSession("tea", at: ["http://a", "http://b"], listens: false, secret: "secret")
        let query = "channels/tea?acks=together&session=secret&history=0&listen=false"
        #expect(dialed(session.begin(at: 0)) == "ws://a/\(query)")
        #expect(dialed(session.handleClose(code: 1006, reason: "", at: 1, chance: 0)) == "ws://b/\(query)")
    }

    @Test func `asks for no messages where it only posts`() {
        var session = ChannelSession("tea", at: ["http://a"], listens: false)
        #expect(dialed(session.begin(at: 0)) == "ws://a/channels/tea?acks=together&history=0&listen=false")
        _ = session.handleFrame(attached(position: "alpha@1/5"), at: 1)
        _ = session.handleClose(code: 1006, reason: "", at: 3, chance: 0)
        #expect(
            dialed(session.handleTimer(at: 3, chance: 0))?.hasSuffix("?acks=together&history=0&listen=false") == true
        )
    }

    @Test func `goes to another node first when its own is gone`() {
        var session = opened()
        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        #expect(dialed(session.handleTimer(at: 10, chance: 0))?.hasPrefix("ws://b/") == true)
        #expect(dialed(session.handleClose(code: 1006, reason: "", at: 11, chance: 0))?.hasPrefix("ws://a/") == true)
    }

    @Test func `goes to no node without TLS that one with it tells of`() {
        var session = ChannelSession("tea", at: ["https://a"])
        _ = session.begin(at: 0)
        _ = session.handleFrame(attached(peers: ["http://b", "https://c"]), at: 1)
        #expect(session.nodes == ["https://a", "https://c"])
    }

    @Test func `goes to no place that can be no node, whoever tells of it, and to a bounded number of others`() {
        var session = ChannelSession("tea", at: ["https://a"])
        _ = session.begin(at: 0)
        let odd = [
            "https://b/#", "https://b#c", "https://b/?", "https://ana@b", "https://ana:secret@b/", "https://",
            "https:///c", "https:b", "https:///b", "https://b c", "https://b\\n", "https://b/\\r\\nHost: c", "http://b",
            "wss://b", "file:///b", "https://b:99999", "https://b:x", "https://b/%zz", "https://b/?\u{301}",
            "https://b/" + String(repeating: "x", count: 10_000_000),
            "https://b" + String(repeating: "/", count: 1_000_000),
        ]
        _ = session.handleFrame(attached(peers: odd + ["https://c", "https://d/chat", "https://[::1]:8081/"]), at: 1)
        #expect(session.nodes == ["https://a", "https://c", "https://d/chat", "https://[::1]:8081/"])
        _ = session.handleFrame(attached(peers: (0..<10_000).map { "https://n\($0)" }), at: 2)
        #expect(session.nodes.count == 257)
        #expect(session.nodes.last == "https://n255")
    }

    @Test func `tells when no node answers, and tries again ever more slowly`() {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        var waits: [Int64] = []
        var now: Int64 = 0
        for _ in 0..<7 {
            let actions = session.handleClose(code: 1006, reason: "", at: now, chance: 1)
            #expect(actions == [.problem("no node answers: http://a")])
            waits.append((session.deadline ?? 0) - now)
            now = session.deadline ?? 0
            #expect(dialed(session.handleTimer(at: now, chance: 1)) != nil)
        }
        #expect(waits == [100, 400, 1600, 6400, 20_000, 20_000, 20_000])
    }

    @Test func `goes on ever more slowly where each node lets it in and closes, until one has stood`() {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        var waits: [Int64] = []
        var now: Int64 = 0
        for round in 0..<7 {
            _ = session.handleFrame(.text(#"{"event":"attached","node":"alpha"}"#), at: now)
            now += round == 6 ? 1000 : 999
            _ = session.handleClose(code: 1006, reason: "", at: now, chance: 1)
            waits.append((session.deadline ?? 0) - now)
            now = session.deadline ?? 0
            _ = session.handleTimer(at: now, chance: 1)
        }
        #expect(waits == [100, 400, 1600, 6400, 20_000, 20_000, 100])
    }

    @Test func `hangs up on a node that does not answer, and on one that fell silent`() {
        var session = ChannelSession("tea", at: ["http://a", "http://b"])
        _ = session.begin(at: 0)
        #expect(session.deadline == 5000)
        let actions = session.handleTimer(at: 5000, chance: 0)
        #expect(actions.first == .hangUp)
        #expect(dialed(actions)?.hasPrefix("ws://b/") == true)
        _ = session.handleFrame(attached(), at: 5001)
        #expect(session.handleTimer(at: 35_001, chance: 0) == [.say(.text(#"{"event":"post"}"#))])
        #expect(session.handleTimer(at: 39_000, chance: 0) == [])
        #expect(session.handleTimer(at: 39_001, chance: 0).first == .hangUp)
    }

    @Test func `is content with any answer to its question`() {
        var session = opened()
        _ = session.handleTimer(at: 30_001, chance: 0)
        #expect(session.handleFrame(.text(#"{"event":"error","reason":"no data"}"#), at: 30_002) == [])
        #expect(session.isOpen)
        #expect(session.deadline == 60_002)
    }

    @Test func `waits longer for the answer as long as anything comes`() {
        var session = opened()
        _ = session.handleTimer(at: 30_001, chance: 0)
        _ = session.handleFrame(message("alpha@1/6", "x"), at: 33_000)
        #expect(session.deadline == 37_000)
    }

    @Test func `sends what was posted before it was open, in order`() throws {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        #expect(try session.post(.text("1"), key: "k1", at: 1) + session.post(.text("2"), key: "k2", at: 1) == [])
        #expect(said(session.handleFrame(attached(), at: 1)) == ["k1", "k2"])
        #expect(said(try session.post(.text("3"), key: "k3", at: 1)) == ["k3"])
    }

    @Test func `sends again what fewer than two nodes hold, for a minute`() throws {
        var session = opened()
        for key in ["k1", "k2", "k3"] { _ = try session.post(.text(key), key: key, at: 1) }
        _ = session.handleFrame(ack("k1", 1), at: 2)
        _ = session.handleFrame(ack("k2", 1), at: 3)
        _ = session.handleFrame(ack("k2", 2), at: 4)
        _ = session.handleClose(code: 1006, reason: "", at: 5, chance: 0)
        _ = session.handleTimer(at: 5, chance: 0)
        #expect(said(session.handleFrame(attached(), at: 6)) == ["k1", "k3"])
        _ = session.handleFrame(ack("k3", 1), at: 100_000)
        _ = session.handleClose(code: 1006, reason: "", at: 100_001, chance: 0)
        _ = session.handleTimer(at: 100_001, chance: 0)
        #expect(said(session.handleFrame(attached(), at: 100_002)) == ["k3"])
    }

    @Test(arguments: [(count: 1003, bytes: 1, kept: 1000), (count: 20, bytes: 1 << 20, kept: 15)])
    func `remembers a bounded number of posts that one node holds, and of bytes of them, the newest`(
        count: Int,
        bytes: Int,
        kept: Int
    ) throws {
        var session = opened()
        for number in 1...count {
            _ = try session.post(.text(String(repeating: "x", count: bytes)), key: "k\(number)", at: 1)
            _ = session.handleFrame(ack("k\(number)", 1), at: 2)
        }
        _ = session.handleClose(code: 1006, reason: "", at: 5, chance: 0)
        _ = session.handleTimer(at: 5, chance: 0)
        #expect(said(session.handleFrame(attached(), at: 6)) == (count - kept + 1...count).map { "k\($0)" })
    }

    @Test func `posts as fast as its node takes and no faster, each once and in order`() throws {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        for number in 0..<200 { _ = try session.post(.text("x"), key: "k\(number)", at: 0) }
        var node = PacedNode(rate: 5, at: 0)
        node.serve(&session, until: 100_000)
        #expect(node.keys == (0..<200).map { "k\($0)" })
        #expect((38_000...40_000).contains(node.now), "\(node.now)")
        #expect(!node.isOffended)
    }

    @Test func `goes on where it was at a node that was cut off, and sends a new run of it all again`() throws {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        for number in 0..<200 { _ = try session.post(.text("x"), key: "k\(number)", at: 0) }
        var keys: [String] = []
        for begin in stride(from: Int64(0), to: 50_000, by: 10_000) {
            var node = PacedNode(rate: 5, at: begin)
            node.serve(&session, until: begin + 9000)
            #expect(!node.isOffended)
            keys += node.keys
            _ = session.handleClose(code: 1006, reason: "", at: begin + 9000, chance: 0)
            _ = session.handleTimer(at: begin + 9000, chance: 0)
        }
        #expect(keys == (0..<200).map { "k\($0)" })
        let other = WebSocketMessage.text(#"{"event":"attached","run":"alpha@2"}"#)
        #expect(said(session.handleFrame(other, at: 50_000)).count == 200)
    }

    @Test func `counts what waits, and tells of each that it waits no more`() throws {
        var session = opened()
        _ = try session.post(.text("hello"), key: "k1", at: 1)
        #expect((20..<100).contains(session.waitingByteCount))
        #expect(session.handleFrame(ack("k1", 1), at: 2) == [.settled(key: "k1", id: "alpha@1/9")])
        #expect(session.handleFrame(ack("k1", 2), at: 3) == [])
        #expect(session.waitingByteCount == 0)
    }

    @Test func `takes one post of any size, and refuses what would make too much wait`() throws {
        var session = opened()
        _ = try session.post(.binary(Array(repeating: 120, count: UnsettledPosts.waitingLimit)), key: "k1", at: 1)
        #expect(throws: UnsettledPosts.Full.self) { try session.post(.text("y"), key: "k2", at: 1) }
        #expect(session.handleFrame(ack("k1", 1), at: 2) == [.settled(key: "k1", id: "alpha@1/9")])
        #expect(said(try session.post(.text("y"), key: "k2", at: 1)) == ["k2"])
    }

    @Test func `takes notice of many that are held by one word`() throws {
        var session = opened()
        for key in ["k1", "k2", "k3"] { _ = try session.post(.text(key), key: key, at: 1) }
        let ack = #"{"event":"ack","keys":["k1","k2"],"ids":["alpha@1/6","alpha@1/7"],"copies":1}"#
        let settled = [("k1", "alpha@1/6"), ("k2", "alpha@1/7")].map { ChannelAction.settled(key: $0, id: $1) }
        #expect(session.handleFrame(.text(ack), at: 2) == settled)
        #expect(session.handleFrame(.text(ack), at: 3) == [])
    }

    @Test func `knows what its node finds too large`() {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        let large = ChannelPost.text(String(repeating: "x", count: 100))
        #expect(session.excess(of: large, key: "k") == nil)
        _ = session.handleFrame(.text(#"{"event":"attached","message_bytes":100}"#), at: 1)
        #expect((101...150).contains(session.excess(of: large, key: "k") ?? 0))
        #expect(session.excess(of: .binary(Array(repeating: 0, count: 101)), key: "k") == 101)
        #expect(session.excess(of: .binary(Array(repeating: 0, count: 100)), key: "k") == nil)
        #expect(session.excess(of: .text(String(repeating: "x", count: 40)), key: "k") == nil)
    }

    @Test(arguments: [true, false])
    func `counts as its node does, and gives up at once what that finds too large`(isTold: Bool) throws {
        var session = ChannelSession("tea", at: ["http://a"])
        _ = session.begin(at: 0)
        _ = try session.post(.text(String(repeating: "x", count: 800)), key: "letters", at: 0)
        _ = try session.post(.text(String(repeating: "\u{fc}", count: 700)), key: "umlauts", at: 0)
        _ = try session.post(.binary(Array(repeating: 0, count: 1000)), key: "bytes", at: 0)
        let limit = isTold ? #","message_bytes":1000"# : ""
        var actions = session.handleFrame(.text(#"{"event":"attached"\#(limit)}"#), at: 1)
        if !isTold { actions = session.handleClose(code: 1009, reason: "", at: 5, chance: 0) }
        let lost = actions.compactMap { if case .tooLarge(let key, _) = $0 { key } else { nil } }
        #expect(lost == ["umlauts"])
    }

    @Test func `gives up the post that its node finds too large, and no other`() throws {
        var session = opened()
        _ = try session.post(.text("x"), key: "small", at: 1)
        _ = try session.post(.text(String(repeating: "x", count: 1000)), key: "large", at: 1)
        let actions = session.handleClose(code: 1009, reason: "", at: 5, chance: 0)
        #expect(actions.contains { if case .tooLarge("large", 1000...1100) = $0 { true } else { false } })
        _ = session.handleTimer(at: 5, chance: 0)
        #expect(said(session.handleFrame(attached(), at: 6)) == ["small"])
    }

    @Test(arguments: [true, false])
    func `does not give up a post for one that is held, and is larger than the next node takes`(isTold: Bool) throws {
        var session = ChannelSession("tea", at: ["http://a", "http://b"])
        _ = session.begin(at: 0)
        _ = session.handleFrame(.text(#"{"event":"attached","run":"alpha@1"}"#), at: 1)
        _ = try session.post(.text(String(repeating: "x", count: 1000)), key: "large", at: 2)
        _ = session.handleFrame(ack("large", 1), at: 3)
        _ = try session.post(.text("y"), key: "small", at: 4)
        _ = session.handleClose(code: 1006, reason: "", at: 5, chance: 0)
        _ = session.handleTimer(at: 5, chance: 0)

        let limit = isTold ? #","message_bytes":500"# : ""
        let place = WebSocketMessage.text(#"{"event":"attached","run":"bravo@1"\#(limit)}"#)
        var actions = session.handleFrame(place, at: 6)
        #expect(said(actions) == (isTold ? ["small"] : ["large", "small"]))
        if !isTold {
            actions += session.handleClose(code: 1009, reason: "", at: 7, chance: 0)
            actions += session.handleTimer(at: 7, chance: 0)
            #expect(said(session.handleFrame(place, at: 8)) == ["small"])
        }
        #expect(!actions.contains { if case .tooLarge = $0 { true } else { false } })
    }

    @Test func `gives up the post that a node refuses, and no other`() throws {
        var session = opened()
        for key in ["k1", "k2"] { _ = try session.post(.text("x"), key: key, at: 1) }
        let count = session.waitingByteCount
        let refusal = WebSocketMessage.text(#"{"event":"error","reason":"too deep","key":"k1"}"#)
        let expected = [
            ChannelAction.problem("the node refused: too deep"), .refused(key: "k1", reason: "too deep"),
        ]
        #expect(session.handleFrame(refusal, at: 2) == expected)
        #expect(session.waitingByteCount == count / 2)
        #expect(session.handleFrame(refusal, at: 3) == [expected[0]])
        _ = session.handleClose(code: 1006, reason: "", at: 5, chance: 0)
        _ = session.handleTimer(at: 5, chance: 0)
        #expect(said(session.handleFrame(attached(), at: 6)) == ["k2"])
    }

    @Test func `takes what refuses a post for no answer to what it asks a silent node`() throws {
        var session = opened()
        _ = try session.post(.text("x"), key: "k1", at: 1)
        _ = session.handleTimer(at: 1 + ChannelSession.quietTime, chance: 0)
        guard case .open(_, isProbing: true) = session.state else {
            Issue.record("the node is not asked")
            return
        }
        let refusal = WebSocketMessage.text(#"{"event":"error","reason":"too deep","key":"k1"}"#)
        #expect(session.handleFrame(refusal, at: 30_002).contains(.refused(key: "k1", reason: "too deep")))
    }

    @Test func `hears the two copies of one message once`() {
        var session = opened()
        #expect(heard(session.handleFrame(message("alpha@1/6", "x", "k"), at: 2)) == [.text("x")])
        #expect(heard(session.handleFrame(message("bravo@1/6", "x", "k"), at: 3)) == [])
        #expect(heard(session.handleFrame(message("bravo@1/7", "y"), at: 4)) == [.text("y")])
    }

    @Test func `hears what one sender posted in its order, though some of it came by a longer way`() {
        var session = opened()
        #expect(numbered("bravo@1/1", 4, in: &session) == ["4"])
        #expect(numbered("charlie@1/1", 7, in: &session) == [])
        let other = SenderOrder.key(String(repeating: "b", count: 32), 9, chance: 1)
        #expect(heard(session.handleFrame(message("charlie@1/2", "other", other), at: 10)) == [.text("other")])
        #expect(heard(session.handleFrame(message("charlie@1/3", "by hand", "order#9"), at: 10)) == [.text("by hand")])
        #expect(numbered("bravo@1/2", 5, in: &session) == ["5"])
        #expect(numbered("charlie@1/4", 8, in: &session) == [])
        #expect(session.progress == BroadcastChannel.Position("alpha@1/5,bravo@1/1").map { .upTo($0) })
        #expect(numbered("bravo@1/3", 6, in: &session) == ["6", "7", "8"])
        #expect(session.progress == .whole)
        #expect(session.deadline == 30_010)
    }

    @Test func `hears all that have one number, and what waits behind them in its order`() {
        var session = opened()
        var count: UInt64 = 0
        func from(_ number: Int, _ text: String, at now: Int64 = 10) -> [String] {
            count += 1
            let key = SenderOrder.key(String(repeating: "be", count: 16), number, chance: count)
            return texts(session.handleFrame(message("bravo@1/\(count)", text, key), at: now))
        }
        #expect(from(1, "one") == ["one"])
        for (number, text) in [(4, "four"), (4, "forged"), (3, "three"), (3, "forged too")] {
            #expect(from(number, text) == [])
        }
        #expect(from(2, "two") == ["two", "three", "forged too", "four", "forged"])
        #expect(from(4, "four, late") == ["four, late"])
        #expect(from(7, "seven", at: 20) + from(7, "forged", at: 1020) == [])
        #expect(texts(session.handleTimer(at: 3020, chance: 0)) == ["seven", "forged"])
        #expect(from(5, "five") == ["five"])
        #expect(session.progress == .whole)
        // Whatever came twice has given back its place among those that wait.
        for number in 10..<1034 { #expect(from(number, "early", at: 4000) == []) }
        #expect(from(1034, "last", at: 4000).count == 1025)
    }

    @Test func `waits three seconds for what is missing, and hears it late`() {
        var session = opened()
        #expect(numbered("bravo@1/1", 1, in: &session, at: 10) == ["1"])
        #expect(numbered("charlie@1/1", 3, in: &session, at: 20) == [])
        #expect(numbered("charlie@1/2", 6, in: &session, at: 30) == [])
        #expect(session.deadline == 3020)
        #expect(session.handleTimer(at: 3019, chance: 0) == [])
        #expect(heard(session.handleTimer(at: 3020, chance: 0)) == [.text("3")])
        #expect(session.deadline == 3030)
        #expect(heard(session.handleTimer(at: 3030, chance: 0)) == [.text("6")])
        #expect(numbered("bravo@1/2", 2, in: &session, at: 7000) == ["2"])
        #expect(numbered("charlie@1/3", 7, in: &session, at: 7001) == ["7"])
    }

    @Test func `says how far it was heard, within seconds, whoever numbers posts of others all the time`() throws {
        var session = opened()
        #expect(numbered("bravo@1/900", 1, in: &session) == ["1"])
        for now in stride(from: Int64(1000), through: 60_000, by: 100) {
            _ = session.handleTimer(at: now, chance: 0)
            #expect(numbered("eve@1/\(now)", Int(now), in: &session, at: now) == [])
            #expect(texts(session.handleFrame(message("bravo@1/\(now)", "a post"), at: now)) == ["a post"])
            guard case .upTo(let position) = session.progress else { throw Unexpected() }
            let told = position.description.split(separator: "bravo@1/").last?.split(separator: ",").first
            let oldest = now - SenderOrder.missingTime
            #expect(told.flatMap { Int64($0) } ?? 0 >= oldest - SenderOrder.markInterval - 100, "\(position) at \(now)")
            // What waits is behind it.
            #expect(!position.description.contains("eve@1/\(oldest + 100)"))
        }
    }

    private struct Unexpected: Error {}

    @Test func `waits once for all that is missing, however much that is`() {
        var session = opened()
        #expect(numbered("bravo@1/1", 1, in: &session, at: 10) == ["1"])
        for number in [9, 3, 7, 12] { #expect(numbered("bravo@1/\(number)", number, in: &session, at: 20) == []) }
        #expect(numbered("bravo@1/20", 20, in: &session, at: 500) == [])
        #expect(heard(session.handleTimer(at: 3020, chance: 0)) == ["3", "7", "9", "12"].map { .text($0) })
        #expect(session.deadline == 3500)
        #expect(heard(session.handleTimer(at: 3500, chance: 0)) == [.text("20")])
    }

    @Test func `waits for nothing that may be lost`() {
        var session = opened()
        #expect(numbered("bravo@1/1", 1, in: &session) == ["1"])
        #expect(numbered("charlie@1/1", 4, in: &session) == [])
        #expect(numbered("charlie@1/2", 3, in: &session) == [])
        let actions = session.handleFrame(.text(#"{"event":"gap","lost":1}"#), at: 11)
        #expect(heard(actions) == [.text("3"), .text("4")])
        #expect(actions.last == .gap(lost: 1, after: nil))
        #expect(numbered("charlie@1/3", 9, in: &session) == ["9"])
    }

    @Test func `holds back a bounded number of messages, of a bounded number of senders`() {
        var session = opened()
        _ = numbered("bravo@1/1", 1, in: &session)
        var count = 0
        for number in 3...1027 { count = numbered("bravo@1/\(number)", number, in: &session).count }
        #expect(count == 1025)
        for number in 0..<3000 {
            let digits = "\(number)"
            let sender = String(repeating: "0", count: 32 - digits.count) + digits
            #expect(numbered("bravo@1/\(number)", 5, in: &session, of: sender).count == 1)
        }
    }

    @Test func `numbers what it posts, and takes a number back that was not used`() {
        var keys = OwnKeys([
            0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF,
        ])
        #expect(keys.session == "0123456789abcdef0123456789abcdef")
        // `printf 0123456789abcdef0123456789abcdef | sha256sum | cut -c1-32`
        let sender = "3eb1bd439947eb762998e566ccc2e099"
        #expect([1, .max].map(keys.next) == ["\(sender)#01#0000000000000001", "\(sender)#01#ffffffffffffffff"])
        keys.advance()
        #expect(keys.next(chance: 0) == "\(sender)#02#0000000000000000")
    }

    @Test func `holds nothing of a sender up for whoever posts under its name at a node of before`() {
        var session = opened()
        let sender = String(repeating: "be", count: 16)
        #expect(numbered("bravo@1/1", 1, in: &session) == ["1"])
        #expect(numbered("charlie@1/1", 9, in: &session, under: "\(sender)#9#0123456789abcdef") == ["9"])
        #expect(numbered("charlie@1/2", 3, in: &session, under: "\(sender)#3") == ["3"])
        #expect(numbered("bravo@1/2", 2, in: &session) == ["2"])
        #expect(numbered("bravo@1/3", 3, in: &session) == ["3"])
    }

    @Test func `keeps the order of programs whose keys have no chance in them, as those of before`() {
        var session = opened()
        let sender = String(repeating: "be", count: 16)
        #expect(numbered("bravo@1/1", 1, in: &session, under: "\(sender)#1") == ["1"])
        #expect(numbered("charlie@1/1", 3, in: &session, under: "\(sender)#3") == [])
        #expect(numbered("bravo@1/2", 2, in: &session, under: "\(sender)#2") == ["2", "3"])
        for tail in ["#9#", "#9#x", "#9#0123456789abcdef0", "#", "#9#0123456789ABCDEF"] {
            #expect(numbered("bravo@1/3", 9, in: &session, under: sender + tail) == ["9"], "\(tail)")
        }
    }

    @Test func `brings the bytes of a binary message, and sends them so`() throws {
        var session = opened()
        let line = Array("{\"event\":\"post\",\"key\":\"k\"}\n".utf8)
        #expect(try session.post(.binary([10, 0, 255]), key: "k", at: 1) == [.say(.binary(line + [10, 0, 255]))])
        let front = Array("{\"event\":\"message\",\"id\":\"alpha@1/7\",\"node\":\"alpha\",\"time\":1}\n".utf8)
        #expect(heard(session.handleFrame(.binary(front + [1, 10, 2]), at: 2)) == [.binary([1, 10, 2])])
    }

    @Test func `brings JSON as it is, and what is known of a message`() throws {
        var session = opened()
        let text = """
            {"event":"message","id":"alpha@1/7","node":"alpha","time":1763700007497.176,"key":"k","data":{"score": [1.0]}}
            """
        let expected = BroadcastChannel.Message(
            id: "alpha@1/7",
            node: "alpha",
            time: .microseconds(1_763_700_007_497_176),
            key: "k",
            content: .json(#"{"score": [1.0]}"#)
        )
        #expect(session.handleFrame(.text(text), at: 2) == [.hear(expected)])
        #expect(try expected.decode([String: [Double]].self) == ["score": [1]])
    }

    @Test func `tells what is lost, and why a node refuses`() {
        var session = opened()
        #expect(session.handleFrame(.text(#"{"event":"gap","lost":3}"#), at: 2) == [.gap(lost: 3, after: nil)])
        let refusal = session.handleFrame(.text(#"{"event":"error","reason":"no data"}"#), at: 3)
        #expect(refusal == [.problem("the node refused: no data")])
        let closing = session.handleClose(code: 1008, reason: "too fast", at: 4, chance: 0)
        #expect(closing == [.problem("the node closed the connection: too fast")])
    }

    @Test func `comes back behind what it was told is lost, and behind what it has heard`() {
        var session = opened()
        _ = session.handleFrame(message("bravo@1/9", "1"), at: 2)
        let ends = "alpha@1/8,bravo@1/7,charlie@2/4"
        let told = session.handleFrame(.text(#"{"event":"gap","lost":3,"after":"\#(ends)"}"#), at: 3)
        #expect(told == [.gap(lost: 3, after: BroadcastChannel.Position(ends))])
        for end in [#""nobody,knows""#, "7", #"["alpha@1/99"]"#, "null"] {
            let told = session.handleFrame(.text(#"{"event":"gap","lost":1,"after":\#(end)}"#), at: 4)
            #expect(told == [.gap(lost: 1, after: nil)])
        }

        _ = session.handleClose(code: 1006, reason: "", at: 10, chance: 0)
        guard case .dial(let url)? = session.handleTimer(at: 10, chance: 0).last else {
            Issue.record("it dials nobody")
            return
        }
        #expect(url.contains("after=alpha@1/8,bravo@1/9,charlie@2/4"))
    }

    @Test func `ends once a node holds all that was posted`() throws {
        var session = opened()
        _ = try session.post(.text("1"), key: "k1", at: 1)
        #expect(session.end(at: 2) == [])
        let actions = session.handleFrame(ack("k1", 1), at: 3)
        #expect(actions == [.settled(key: "k1", id: "alpha@1/9"), .hangUp, .ended])
        var idle = opened()
        #expect(idle.end(at: 2) == [.hangUp, .ended])
    }

    @Test func `ends after half a minute, whoever answers`() throws {
        var session = opened()
        _ = try session.post(.text("1"), key: "k1", at: 1)
        _ = session.end(at: 2)
        _ = session.handleClose(code: 1006, reason: "", at: 3, chance: 1)
        var actions: [ChannelAction] = []
        var now: Int64 = 3
        while let deadline = session.deadline, deadline < 100_000 {
            now = deadline
            actions = session.handleTimer(at: now, chance: 1)
            if dialed(actions) != nil { _ = session.handleClose(code: 1006, reason: "", at: now, chance: 1) }
        }
        #expect(now == 30_002)
        #expect(actions == [.hangUp, .ended])
    }

    @Test func `survives frames of any shape`() {
        var session = opened()
        let frames = [
            "", "null", "5", "[]", "{", #"{"event":"message"}"#, #"{"event":"message","id":5,"data":1}"#,
            #"{"event":"message","id":"x","data":1}"#, #"{"event":"ack"}"#,
            #"{"event":"ack","key":"k","copies":1e300}"#, #"{"event":"gap","lost":"x"}"#, #"{"event":"toString"}"#,
        ]
        for frame in frames { #expect(session.handleFrame(.text(frame), at: 2) == [], "\(frame)") }
        for frame: [UInt8] in [[], [1, 2], [10], [255, 10]] {
            #expect(session.handleFrame(.binary(frame), at: 2) == [])
        }
        let peers = #"{"event":"attached","peers":[5,"x",null,"http://c"],"position":{"a":1}}"#
        _ = session.handleFrame(.text(peers), at: 3)
        #expect(session.nodes == ["http://a/", "http://c"])
    }

    /// A session that is open on a, with b to go to.
    private func opened() -> ChannelSession {
        var session = ChannelSession("tea", at: ["http://a/"])
        _ = session.begin(at: 0)
        _ = session.handleFrame(attached(peers: ["http://b"], position: "alpha@1/5"), at: 1)
        return session
    }

    private func attached(peers: [String] = [], position: String = "") -> WebSocketMessage {
        let list = peers.map { "\"\($0)\"" }.joined(separator: ",")
        return .text(#"{"event":"attached","node":"alpha","peers":[\#(list)],"position":"\#(position)"}"#)
    }

    private func message(_ id: String, _ text: String, _ key: String? = nil) -> WebSocketMessage {
        let key = key.map { #","key":"\#($0)""# } ?? ""
        return .text(#"{"event":"message","id":"\#(id)","node":"alpha","time":1\#(key),"data":"\#(text)"}"#)
    }

    /// What is heard once a sender's post has come.
    private func numbered(
        _ id: String,
        _ number: Int,
        in session: inout ChannelSession,
        at now: Int64 = 10,
        of sender: String = String(repeating: "be", count: 16)
    ) -> [String] {
        numbered(id, number, in: &session, at: now, under: SenderOrder.key(sender, number, chance: .max))
    }

    private func numbered(
        _ id: String,
        _ number: Int,
        in session: inout ChannelSession,
        at now: Int64 = 10,
        under key: String
    ) -> [String] {
        texts(session.handleFrame(message(id, "\(number)", key), at: now))
    }

    private func texts(_ actions: [ChannelAction]) -> [String] {
        heard(actions).map { if case .text(let text) = $0 { text } else { "" } }
    }

    private func ack(_ key: String, _ copies: Int) -> WebSocketMessage {
        .text(#"{"event":"ack","key":"\#(key)","id":"alpha@1/9","copies":\#(copies)}"#)
    }

    private func dialed(_ actions: [ChannelAction]) -> String? {
        for case .dial(let url) in actions { return url }
        return nil
    }

    /// The keys of what is sent.
    private func said(_ actions: [ChannelAction]) -> [String] {
        actions.compactMap { action in
            guard case .say(.text(let text)) = action else { return nil }
            return text.split(separator: "\"key\":\"").last?.split(separator: "\"").first.map(String.init)
        }
    }

    private func heard(_ actions: [ChannelAction]) -> [BroadcastChannel.Message.Content] {
        actions.compactMap { if case .hear(let message) = $0 { message.content } else { nil } }
    }
}
