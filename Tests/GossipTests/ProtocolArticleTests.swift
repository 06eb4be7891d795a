import Bytes
import Foundation
import Testing

@testable import Gossip

/// The bytes that the article on the protocol shows: what another implementation is written by must be what this one does.
@Suite("The article on the protocol", .computing) struct ProtocolArticleTests {
    /// By name, in the order in which they stand there.
    private static let vectors: [(name: String, bytes: [UInt8])] = {
        let path = URL(filePath: #filePath).appending(path: "../../../Sources/Gossip/Gossip.docc/Protocol.md")
        guard let text = try? String(contentsOf: path.standardized, encoding: .utf8) else { return [] }
        var vectors: [(name: String, bytes: [UInt8])] = []
        var isInside = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("**`") { vectors.append((String(line.dropFirst(3).dropLast(3)), [])) }
            if line == "```" { isInside.toggle() }
            guard isInside, !vectors.isEmpty else { continue }
            // What the bytes are stands behind a wide gap.
            let bytes = line.drop { $0 == " " }.components(separatedBy: "  ")[0]
            for word in bytes.split(separator: " ") {
                guard let byte = UInt8(word, radix: 16) else { break }
                vectors[vectors.count - 1].bytes.append(byte)
            }
        }
        return vectors
    }()

    private static func vector(_ name: String) throws -> [UInt8] {
        try #require(vectors.first { $0.name == name }, "the article has no \(name)").bytes
    }

    private static let epoch: UInt64 = 1_763_704_859_771_000
    private static let time: Int64 = 1_763_704_900_000_000
    private static let now = Moment(monotonic: 1_000_000_000, wall: time)

    private static var hello: Hello {
        Hello(
            name: "alpha",
            epoch: epoch,
            bootNonce: 7,
            linkNonce: 8,
            frameLimit: 6_295_552,
            wall: time,
            capabilities: .known,
            agreement: Agreement(nodes: ["bravo", "alpha"], messageBytes: 1 << 20, retention: Retention())
        )
    }

    private static func frame(_ type: FrameType, _ body: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        Framing.append(type, to: &bytes, body: body)
        return bytes
    }

    /// A frame of entries of alpha's run.
    private static func entries(_ flags: UInt8, _ first: UInt64, _ items: (inout [UInt8]) -> Void) -> [UInt8] {
        frame(.entries) { body in
            body.append(counted: "alpha".utf8)
            body.append(bigEndian: epoch)
            body.append(flags)
            body.append(varint: first)
            items(&body)
        }
    }

    private static let chat = ChannelKey(kind: .chat, name: Array("chat".utf8))

    private static func record(
        _ sequence: UInt64,
        rankAbove: Int64,
        length: Int,
        key: MessageKey? = nil
    ) -> MessageRecord {
        let time = time + Int64(sequence)
        return MessageRecord(
            origin: 0,
            sequence: sequence,
            Envelope(time: time, rank: time + rankAbove, key: key),
            offset: 0,
            length: length,
            hash: 0
        )
    }

    /// What this implementation writes, by the names of the vectors.
    private static let written: [String: [UInt8]] = {
        var written: [String: [UInt8]] = [:]
        var bytes: [UInt8] = []
        hello.append(to: &bytes)
        written["hello"] = bytes
        written["welcome"] = frame(.welcome) { $0.append(bigEndian: 9 as UInt64) }
        written["goodbye"] = frame(.goodbye) { $0.append(counted: "stopping".utf8) }
        written["agreement"] = frame(.agreement) { hello.agreement?.append(to: &$0) }
        written["gap"] = entries(EntriesFlag.answer, 1) { body in
            var state = RunState()
            state.http = "127.0.0.1:8081"
            state.links = ["bravo"]
            state.people.insert(
                .init(sequence: 9, channel: chat, name: "ana", claimTime: time, session: 5, joinTime: time)
            )
            body.append(snapshot: state, at: 10)
            let counts = [Gap.Count(channel: chat, messages: 4), Gap.Count(channel: nil, messages: 1)]
            body.append(Gap(lower: 1, upper: 10, counts: counts, isAtMost: true))
        }
        written["log-hash"] = entries(EntriesFlag.answer | EntriesFlag.endOfAnswer, 11) { body in
            var hash = LogHash()
            hash.learn(0x0123_4567_89AB_CDEF)
            body.append(hash)
        }
        written["post"] = entries(EntriesFlag.live, 11) { body in
            body.append(record(11, rankAbove: 0, length: 4), notes: [], to: .chat, named: chat.name)
            body += [0x81, 2, 0x68, 0x69]
        }
        written["keyed-post"] = entries(EntriesFlag.live, 12) { body in
            let key = MessageKey(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
            let record = record(12, rankAbove: 300, length: 3, key: key)
            body.append(record, notes: [], to: .relay, named: Array("tea".utf8))
            body += [0x82, 1, 0]
        }
        written["noted-post"] = entries(EntriesFlag.live, 1) { body in
            let (tea, key) = (Array("tea".utf8), MessageKey(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210))
            body.append(record(1, rankAbove: 0, length: 4), notes: [1, 0], to: .relay, named: tea)
            body += [0x81, 2, 0x5B, 0x5D]
            let second = record(2, rankAbove: 0, length: 3, key: key)
            body.append(second, notes: [0, 2, 0x6B, 0x31], to: .relay, named: tea)
            body += [0x82, 1, 0]
        }
        written["state"] = entries(EntriesFlag.live, 14) { body in
            let changes: [StateChange] = [
                .join(channel: chat, name: "ben", claimTime: time, session: 6, joinTime: time), .leave(sequence: 9),
                .links(["bravo", "charlie"]), .address(http: "127.0.0.1:8082", url: ""),
                .previous(epoch: epoch - 1000, upTo: 12),
            ]
            for (place, change) in changes.enumerated() { body += change.encoded(time: time + 14 + Int64(place)) }
        }
        written["closed-runs"] = entries(0, 1) { body in
            var closed = ClosedRuns(watermark: epoch - 5000, messages: 40)
            for (age, head, messages, link) in [
                (3000, 20, 6, RunLink(at: 2, epoch: epoch - 4000, upTo: 3)),
                (2500, 7, 2, RunLink(at: 1, epoch: epoch - 3000, upTo: 20)),
            ] as [(UInt64, UInt64, UInt64, RunLink)] {
                guard let run = ClosedRuns.Run(epoch: epoch - age, head: head, messages: messages) else { continue }
                closed.insert(run, saying: link)
            }
            body.append(closed, closed.runs.indices)
        }
        bytes = []
        let piece: [UInt8] = [0x61, 0x62, 0x63]
        FramePiece(frame: 4, number: 1, total: 1112).append(piece.span, to: &bytes)
        written["piece"] = bytes
        var runs = OriginTable()
        let hashes = [("alpha", 17), ("charlie-2", 1)].map { (name: String, head: UInt64) in
            let run = runs.add(name, epoch: epoch)
            return mixed(runs[run].identity &+ head)
        }
        bytes = []
        bytes.append(bigEndian: hashes.reduce(0, &+))
        written["clock-hash"] = bytes
        written["clock-request"] = frame(.clockRequest) { _ in }
        var packet = Packet(.frames, path: 17, proof: 99)
        packet.number = 300
        packet.seen.end = 130
        packet.seen.words = [.max, .max ^ 2, 3, 0]
        for (name, packet) in [
            ("packet-frames", packet), ("packet-token", Packet(.token, path: 17, proof: 99)),
            ("packet-reset", Packet(.reset, path: 17)),
        ] {
            bytes = []
            packet.append(to: &bytes)
            written[name] = bytes + (packet.kind == .frames ? frame(.clockRequest) { _ in } : [])
        }
        return written
    }()

    @Test func `shows what is written here`() throws {
        #expect(Self.written.count == 17)
        for (name, bytes) in Self.written {
            let vector = try Self.vector(name)
            #expect(vector == bytes, "\(name)")
        }
    }

    /// What alpha says to bravo, in the order of the article.
    private static func heard(upTo last: String) throws -> (node: GossipNode, link: Int, room: Int) {
        var settings = GossipSettings()
        settings.neighbours = ["alpha"]
        settings.frameRule = .webSocket
        var node = GossipNode(name: "bravo", epoch: epoch, bootNonce: 1, settings: settings)
        let room = node.openChannel(.chat, named: chat.name)
        // Over datagrams nothing waits for the welcome, which answers another greeting.
        let link = node.openLink(expecting: nil, over: .udp, at: now)
        for (name, bytes) in vectors where !["welcome", "goodbye", "piece", "clock-hash", "noted-post"].contains(name) {
            guard !name.hasPrefix("packet") else { continue }
            try node.receive(bytes.span, on: link, at: now)
            if name == last { break }
        }
        return (node, link, room)
    }

    @Test func `shows what is taken here, and what is known then`() throws {
        var (node, link, room) = try Self.heard(upTo: "clock-request")
        #expect(node.peer(of: link) == "alpha")
        let end = MessageID(node: "alpha", epoch: Self.epoch, sequence: 17)
        #expect(node.position(in: room).entries.contains(end))
        #expect(node.counters.received == 2)
        #expect(try Self.heard(upTo: "state").node.counters.lost == 5)
        #expect(node.channels[room]?.heldCount == 1)
        #expect(node.forkCount == 0)

        let goodbye = try Self.vector("goodbye")
        #expect(throws: LinkError.goodbye("stopping")) { try node.receive(goodbye.span, on: link, at: Self.now) }
    }

    @Test func `shows notes of messages as they are taken here`() throws {
        var (node, link, _) = try Self.heard(upTo: "hello")
        let tea = node.openChannel(.relay, named: Array("tea".utf8))
        let posts = try Self.vector("noted-post")
        try node.receive(posts.span, on: link, at: Self.now)
        #expect(node.message(0, of: tea)?.notes == [1, 0])
        #expect(node.message(1, of: tea)?.notes == [0, 2, 0x6B, 0x31])
        #expect(node.counters.received == 2)
    }

    @Test func `has the hash of a log by which a fork is seen`() throws {
        var (node, link, _) = try Self.heard(upTo: "state")
        var clock = try Self.vector("clock")
        try node.receive(clock.span, on: link, at: Self.now)
        #expect(node.forkCount == 0)
        clock[clock.count - 1] ^= 1
        try node.receive(clock.span, on: link, at: Self.now)
        #expect(node.forkCount == 1)
        let id = MessageID(node: "alpha", epoch: Self.epoch, sequence: 17)
        #expect(node.takeEvents().contains(.forked(id, peer: "alpha")))
    }

    @Test func `shows notes on runs as they are read here`() throws {
        func notes<Note: RunNote>(_ name: String, behind count: Int = 0) throws -> [(run: RunName, note: Note)] {
            let body = Array(try Self.vector(name).dropFirst(5))
            var cursor = ByteCursor(at: count)
            let notes = try RunNotes<Note>(decoding: body.span, at: &cursor).notes
            #expect(notes.map(\.run.epoch) == [Self.epoch])
            return notes
        }

        let clock: [(run: RunName, note: ClockNote)] = try notes("clock", behind: 1)
        #expect(clock.map(\.note.floor) == [11] && clock.map(\.note.head) == [17])
        let heads: [(run: RunName, note: HeadNote)] = try notes("heads")
        #expect(heads.map(\.note.head) == [200])
        let asks: [(run: RunName, note: AskNote)] = try notes("ask")
        #expect(asks.map(\.note.lower) == [201] && asks.map(\.note.upper) == [300])
        #expect(asks.map(\.note.stateSequence) == [190])
        let prunes: [(run: RunName, note: PruneNote)] = try notes("prune")
        #expect(prunes.count == 1)
        let grafts: [(run: RunName, note: GraftNote)] = try notes("graft")
        #expect(grafts.map(\.note.head) == [200] && grafts.map(\.note.stateSequence) == [190])
        let probe: [(run: RunName, note: HeadNote)] = try notes("probe", behind: 25)
        #expect(probe.map(\.note.head) == [200])
    }

    @Test func `says of every frame and item that there is what it is`() throws {
        let path = URL(filePath: #filePath).appending(path: "../../../Sources/Gossip/Gossip.docc/Protocol.md")
        let text = try String(contentsOf: path.standardized, encoding: .utf8)
        for type in 0...UInt8.max where FrameType(rawValue: type) != nil { #expect(text.contains("\n| \(type) | ")) }
        for tag in 0...UInt8.max where EntryItem.Tag(rawValue: tag) != nil { #expect(text.contains("\n| \(tag), ")) }
    }
}
