import Bytes
import Gossip
import Testing

@Suite("What a peer sends", .computing) struct WireTests {
    /// Two nodes that know each other's greeting, and the link at the first.
    static func greeted(_ settings: GossipSettings = GossipSettings()) throws -> (node: GossipNode, link: Int) {
        var mesh = TestMesh(2, settings: settings)
        mesh.connect(0, 1)
        mesh.settle()
        return (mesh.nodes[0], mesh.wires[0].links.0)
    }

    static let now = Moment(monotonic: 2_000_000_000, wall: 1_700_000_001_000_000)

    /// A frame of entries of "bravo" with one item, numbered far above what is there.
    static func entries(_ item: [UInt8], from sequence: UInt64 = 1000) -> [UInt8] {
        var body: [UInt8] = []
        body.append(counted: "bravo".utf8)
        body.append(bigEndian: UInt64(1_700_000_000_000))
        body.append(1)
        body.append(varint: sequence)
        body += item
        return DatagramPathTests.frame(3, body)
    }

    /// A post on the relay channel "x".
    static func post(_ frame: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        body.append(bigEndian: UInt64(1_700_000_000_000_000))
        body.append(varint: 0)
        body.append(1)
        body.append(counted: "x".utf8)
        return HandmadePeer.item(1, body + frame)
    }

    @Test(
        arguments: [
            [], [0x81], [0x81, 0x05], [0x81, 0x81, 0, 0, 0, 0, 0], [0x01, 0x00], [0x89, 0x00], [0x88, 0x00],
            [0xC1, 0x00],
            [0x81, 0x01, 0xFF], [0x82, 126, 0, 1, 0], [0x82, 127, 0, 0, 0, 0, 0, 0, 0, 0], [0x82, 0, 0],
        ] as [[UInt8]]
    )
    func `closes its link when the frame of a message would break clients`(frame: [UInt8]) throws {
        var settings = GossipSettings()
        settings.frameRule = .webSocket
        var (node, link) = try Self.greeted(settings)
        let bytes = Self.entries(Self.post(frame))
        #expect(throws: LinkError.malformedFrame(.entries)) { try node.receive(bytes.span, on: link, at: Self.now) }
    }

    @Test(arguments: [0, 1, 125, 126, 65_535, 65_536])
    func `may be a whole frame of any length`(length: Int) throws {
        var settings = GossipSettings()
        settings.frameRule = .webSocket
        var (node, link) = try Self.greeted(settings)
        var frame: [UInt8] = [0x81]
        switch length {
        case ..<126: frame.append(UInt8(length))
        case ..<65_536:
            frame.append(126)
            frame.append(bigEndian: UInt16(length))
        default:
            frame.append(127)
            frame.append(bigEndian: UInt64(length))
        }
        frame += [UInt8](repeating: 0x61, count: length)
        let bytes = Self.entries(Self.post(frame))
        try node.receive(bytes.span, on: link, at: Self.now)
    }

    @Test func `is taken byte by byte as well as at once`() throws {
        let bytes = Self.entries(Self.post([0x81, 0x01, 0x61]))
        var (node, link) = try Self.greeted()
        for byte in bytes {
            let one = [byte]
            try node.receive(one.span, on: link, at: Self.now)
        }
        #expect(node.statistics(of: "bravo").receivedMessages == 1)
    }

    @Test func `is counted for the peer, also when its link is closed`() throws {
        var (node, link) = try Self.greeted()
        let before = node.statistics(of: "bravo")
        let bytes = Self.entries(Self.post([0x81, 0x01, 0x61]))
        try node.receive(bytes.span, on: link, at: Self.now)
        let open = node.statistics(of: "bravo")
        #expect(open.receivedBytes == before.receivedBytes + bytes.count)

        node.closeLink(link, reason: .disconnected("cut"), at: Self.now)
        #expect(node.statistics(of: "bravo") == open)

        link = node.openLink(expecting: "bravo", over: .tcp, at: Self.now)
        #expect(node.statistics(of: "bravo") == open)
        #expect(node.statistics(of: "nobody") == LinkStatistics())
    }

    @Test(
        arguments: [
            (frame: [0, 0, 0, 2, 99, 0], error: LinkError.unknownFrame(99)),
            (frame: [0x7F, 0, 0, 0, 3, 0], error: .frameTooLarge(0x7F00_0000)),
            (frame: [0, 0, 0, 0, 3, 0], error: .frameTooLarge(0)),
            (frame: [0, 0, 0, 2, 1, 0], error: .unexpectedFrame(.hello)),
            (frame: [0, 0, 0, 2, 5, 9], error: .malformedFrame(.ask)),
            (frame: [0, 0, 0, 2, 12, 9], error: .malformedFrame(.piece)),
        ] as [(frame: [UInt8], error: LinkError)]
    )
    func `is named by the rule that it breaks`(violation: (frame: [UInt8], error: LinkError)) throws {
        var (node, link) = try Self.greeted()
        #expect(throws: violation.error) { try node.receive(violation.frame.span, on: link, at: Self.now) }
    }

    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\0\0\0\u{05}\u{01}NOPE", "\u{16}\u{03}\u{01}\0\u{05}hello"])
    func `is garbage when it does not begin with a greeting`(text: String) {
        var mesh = TestMesh(1)
        let link = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: Self.now)
        let bytes = Array(text.utf8)
        #expect(throws: LinkError.notAMeshNode) {
            try mesh.nodes[0].receive(bytes.span, on: link, at: Self.now)
        }
    }

    @Test func `may not claim an epoch that nothing can come after`() throws {
        var (node, link) = try Self.greeted()
        var body: [UInt8] = [1]
        body.append(counted: "alpha".utf8)
        body.append(bigEndian: UInt64.max)
        body.append(varint: 1)
        body.append(varint: 1)
        let bytes = DatagramPathTests.frame(2, body)
        #expect(throws: LinkError.malformedFrame(.clock)) { try node.receive(bytes.span, on: link, at: Self.now) }
    }

    /// Whatever is changed in valid frames, it is taken or refused, and the node goes on.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func `never breaks a node, however it is damaged`(seed: UInt64) {
        var dice = SeededDice(seed: seed)
        var mesh = TestMesh(2)
        for _ in 0..<20 { mesh.post("<x>", at: 0) }
        mesh.join("ana", at: 0)
        var bytes: [UInt8] = []
        let output = mesh.nodes[0].openLink(expecting: nil, over: .tcp, at: Self.now)
        let input = mesh.nodes[1].openLink(expecting: nil, over: .tcp, at: Self.now)
        for _ in 0..<4 {
            mesh.nodes[0].produce(for: output, into: &bytes, limit: 1 << 16, at: Self.now)
            var answer: [UInt8] = []
            mesh.nodes[1].produce(for: input, into: &answer, limit: 1 << 16, at: Self.now)
            try? mesh.nodes[0].receive(answer.span, on: output, at: Self.now)
            for _ in 0..<dice.roll(3) where !bytes.isEmpty {
                bytes[Int(dice.roll(UInt64(bytes.count)))] ^= UInt8(1 << dice.roll(8))
            }
            try? mesh.nodes[1].receive(bytes.span, on: input, at: Self.now)
            bytes = []
        }
        mesh.post("still here", at: 1)
        #expect(mesh.log(of: 1).hasSuffix("still here"))
    }
}
