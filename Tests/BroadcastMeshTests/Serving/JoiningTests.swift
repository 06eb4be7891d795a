import FoundationEssentials
import Gossip
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A client that comes in the middle of a burst", .timeLimit(.minutes(10))) struct JoiningTests {
    /// Numbers, seven to a segment.
    private static func burst(_ numbers: Range<Int>) -> [UInt8] {
        numbers.flatMap { RawClient.frame(.text, Array("\($0)".utf8)) }
    }

    /// The numbers that a relay's client gets, up to the last.
    private static func numbers(of client: WebSocketClient, last: Int) async throws -> [Int] {
        var numbers: [Int] = []
        for try await message in client.messages {
            guard case .text(let text) = message, let number = Int(text) else { continue }
            numbers.append(number)
            if number == last { break }
        }
        return numbers
    }

    @Test(arguments: ["?history=3", ""]) func `gets each message once, and in order`(query: String) async throws {
        try await withNode { serving in
            let sender = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            let count = 2100
            try await withThrowingTaskGroup { group in
                // Each burst comes when the one before was given out; with every tenth a reader sets out.
                for start in stride(from: 0, to: count, by: 7) {
                    if start % 70 == 0 {
                        group.addTask {
                            let client = try await serving.connect("/channels/tea" + query)
                            let numbers = try await Self.numbers(of: client, last: count - 1)
                            #expect(numbers == Array((numbers.first ?? 0)..<count), "\(numbers.prefix(20))")
                            _ = await client.close()
                        }
                    }
                    try await sender.send(Self.burst(start..<(start + 7)))
                    for number in start..<(start + 7) {
                        #expect(try await sender.takeFrame().payload == Array("\(number)".utf8))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `gets the answer to its upgrade before anything else, whatever it sent behind it`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.send(Array(RawClient.upgrade("/channels/tea").utf8) + Self.burst(0..<1100))
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 101 "))
            for number in 0..<1100 { #expect(try await client.takeFrame() == (.text, Array("\(number)".utf8))) }
            try await client.send(Self.burst(1100..<1101))
            #expect(try await client.takeFrame() == (.text, Array("1100".utf8)))
        }
    }

    @Test func `gets it before it is closed for a frame that is broken, and the good one in between`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            let frames = Self.burst(7..<8) + [0xC1, 0x80, 0, 0, 0, 0]
            try await client.send(Array(RawClient.upgrade("/channels/tea").utf8) + frames)
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 101 "))
            #expect(try await client.takeFrame() == (.text, Array("7".utf8)))
            #expect(try await client.takeFrame().payload.prefix(2) == [0x03, 0xEA])
            #expect(await client.takeRest().isEmpty)
        }
    }

    @Test func `gets it first on a node that writes what it takes, whatever others send`() async throws {
        let directory = TemporaryDirectory()
        let gossip = FreePorts.take(1)[0]
        let node = #"{ "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }"#
        let mesh = try MeshConfiguration(parsing: Array(#"{ "nodes": [\#(node)] }"#.utf8))
        let alpha = try MeshNode("alpha", of: mesh, storage: StorageSettings(directory: directory.path, fsync: .none))
        let address = try await alpha.start()
        let sender = try await RawClient.webSocket(to: address, "/channels/tea?echo=false")
        let bursts = (0..<8).map { Self.burst(($0 * 1100)..<(($0 + 1) * 1100)) }
        for burst in bursts {
            let client = try await RawClient(to: address)
            let upgrade = Array(RawClient.upgrade("/channels/tea?history=1").utf8)
            // Both are there before the node looks: it is busy with what it was sent before.
            try await sender.send(burst)
            try await client.send(upgrade)
            try await sender.send(burst)
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 101 "))
            #expect(try await client.takeFrame().opcode == .text)
            await client.close()
        }
        await alpha.stop()
    }

    @Test func `gets the list of users, whatever its position names`() async throws {
        let names = ["alpha", "bravo", "charlie"]
        let mesh = try LinkedNodesTests.line(names, transport: "tcp")
        let nodes = try names.map { try MeshNode($0, of: mesh) }
        async let first = nodes[0].start()
        async let second = nodes[1].start()
        async let third = nodes[2].start()
        let urls = try await [first, second, third].map { "ws://\($0)/start_web_socket?username=" }
        var ann = try await WebSocketClient.connect(to: urls[0] + "ann&history=9", timeout: 240)
        let others = [
            try await WebSocketClient.connect(to: urls[1] + "ben", timeout: 240),
            try await WebSocketClient.connect(to: urls[2] + "eve", timeout: 240),
        ]
        var position = try await ResumeTests.events(of: ann) { $0.event == "attached" }.last?.position ?? ""
        for _ in 0..<10 {
            _ = await ann.close()
            ann = try await WebSocketClient.connect(to: urls[0] + "ann&after=\(position),nobody@1/99", timeout: 240)
            _ = try await ResumeTests.events(of: ann) { $0.usernames?.contains("ann") == true }
            // It is a client like any other, and gets what is live.
            try await ResumeTests.say("hello", as: others[0])
            let hello = try await ResumeTests.events(of: ann) { $0.message == "hello" }.last?.id
            position = [position, try #require(hello)].filter { !$0.isEmpty }.joined(separator: ",")
            position = Self.folded(position)
        }
        for node in nodes { await node.stop() }
    }

    /// A position with one entry an origin.
    private static func folded(_ position: String) -> String {
        var entries: [Substring: Substring] = [:]
        for entry in position.split(separator: ",") { entries[entry.prefix { $0 != "/" }] = entry }
        return entries.values.joined(separator: ",")
    }
}

@Suite("A client that is behind", .timeLimit(.minutes(10))) struct BehindTests {
    @Test func `is pinged between two frames, and lives as long as it reads`() async throws {
        try await withNode { serving in
            let slow = try await RawClient.webSocket(to: serving.address, "/channels/tea")
            try await slow.setReading(false)
            let payload = [UInt8](repeating: 0x78, count: 100_000)
            let sender = try await serving.connect("/channels/tea")
            var messages = sender.messages.makeAsyncIterator()
            for _ in 0..<200 {
                try await sender.send(binary: payload)
                _ = try await messages.next()
            }
            // It has said nothing for nearly a minute, and its socket is full.
            await serving.node.heartbeat(afterSilenceOf: 55)

            try await slow.setReading(true)
            var pings = 0
            for _ in 0..<200 {
                var frame = try await slow.takeAnyFrame()
                // On a busy machine it takes so long that the next is due.
                while frame.opcode == .ping {
                    pings += 1
                    frame = try await slow.takeAnyFrame()
                }
                #expect(frame.opcode == .binary && frame.payload.count == payload.count)
            }
            #expect(pings >= 1)
            #expect(await serving.node.longestSilenceNow < 50)
        }
    }
}

extension MeshNode {
    /// Has those who are behind have been silent for so many seconds, and looks after them.
    fileprivate func heartbeat(afterSilenceOf seconds: Int32) {
        node.heartbeat(afterSilenceOf: seconds)
        carryOut()
    }

    /// For how many seconds the client was silent that was silent longest.
    fileprivate var longestSilenceNow: Int64 {
        node.serving.everybody
            .map { Clock.monotonic() / 1_000_000_000 - Int64($0.intake.lastHeard) }.max() ?? 0
    }
}

extension Node {
    fileprivate mutating func heartbeat(afterSilenceOf seconds: Int32) {
        readClocks()
        for client in serving.everybody where client.seat?.memberIndex == nil {
            client.intake.lastHeard = Int32(clock.now.monotonic / 1_000_000_000) - seconds
            serving.handleHeartbeat(client.reference, isUnheard: false, with: &gossip, &turns.budget)
            workForServing()
        }
    }
}
