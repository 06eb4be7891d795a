import Bytes
import Testing

@testable import Gossip

@Suite("A greeting", .computing) struct HelloTests {
    private static let greeting = Hello(
        name: "alpha",
        epoch: 0x19A_A500_6C7B,
        bootNonce: 7,
        linkNonce: 8,
        frameLimit: 6_295_552,
        wall: 1_763_704_859_771_000,
        capabilities: .known,
        agreement: nil
    )

    private static func body(of hello: Hello) -> [UInt8] {
        var bytes: [UInt8] = []
        hello.append(to: &bytes)
        return Array(bytes[5...])
    }

    private static func read(_ body: [UInt8], speaking spoken: ClosedRange<UInt8> = 2...2) throws(LinkError) -> Hello {
        try Hello(decoding: body.span, speaking: spoken)
    }

    @Test func `is read as it was written`() throws {
        var hello = Self.greeting
        #expect(try Self.read(Self.body(of: hello)) == hello)
        hello.agreement = Agreement(nodes: [], messageBytes: 1, retention: Retention())
        hello.versions = 2...9
        #expect(try Self.read(Self.body(of: hello)) == hello)
    }

    @Test func `has fields that a later version adds passed over, and is refused when it is cut off`() throws {
        let body = Self.body(of: Self.greeting)
        let later = body + [99, 2, 1, 2, 100, 0]
        #expect(try Self.read(later) == Self.greeting)
        // Whoever says nothing of capabilities has none.
        let ends = [body.count - 3, body.count, body.count + 4]
        for count in 5..<later.count where !ends.contains(count) {
            #expect(throws: LinkError.malformedFrame(.hello)) { try Self.read(Array(later[..<count])) }
        }
    }

    @Test func `is refused when a field comes twice, out of order or not at all`() {
        let body = Self.body(of: Self.greeting)
        let name: [UInt8] = [1, 5] + Array("alpha".utf8)
        let rest = Array(body[(6 + name.count)...])
        for fields in [name + name + rest, rest + name, rest, name, [1, 0] + rest, [1, 2, 0x2E, 0x2E] + rest] {
            #expect(throws: LinkError.malformedFrame(.hello)) { try Self.read(Array(body[..<6]) + fields) }
        }
    }

    @Test func `names its versions in the same place for ever`() {
        let version1: [UInt8] = Array("MESH".utf8) + [1, 5] + Array("alpha".utf8)
        #expect(throws: LinkError.noCommonVersion(peer: 1...1, own: 2...2)) { try Self.read(version1) }
        let later: [UInt8] = Array("MESH".utf8) + [3, 4, 0xFF]
        #expect(throws: LinkError.noCommonVersion(peer: 3...4, own: 2...2)) { try Self.read(later) }
        for none in [[0, 2], [4, 3], [2]] as [[UInt8]] {
            #expect(throws: LinkError.malformedFrame(.hello)) { try Self.read(Array("MESH".utf8) + none) }
        }
    }
}

@Suite("Two nodes with other versions of the protocol", .computing) struct VersionTests {
    /// Two nodes that speak these versions and have greeted each other.
    private static func mesh(_ first: ClosedRange<UInt8>, _ second: ClosedRange<UInt8>) -> TestMesh {
        var mesh = TestMesh(2)
        mesh.nodes[0].settings.speech.versions = first
        mesh.nodes[1].settings.speech.versions = second
        mesh.connect(0, 1)
        mesh.settle()
        return mesh
    }

    @Test(arguments: [(2...2, 2...3), (2...4, 3...9), (2...9, 2...9)] as [(ClosedRange<UInt8>, ClosedRange<UInt8>)])
    func `are linked where both speak one`(versions: (ClosedRange<UInt8>, ClosedRange<UInt8>)) {
        let mesh = Self.mesh(versions.0, versions.1)
        #expect(mesh.nodes.map { $0.linkReports.count } == [1, 1])
    }

    @Test func `are told at both ends which each speaks, and what to do`() throws {
        var nodes = TestMesh(2).nodes
        nodes[1].settings.speech.versions = 3...4
        let now = TestMesh(1).now
        let links = nodes.indices.map { nodes[$0].openLink(expecting: nil, over: .tcp, at: now) }
        let greetings = nodes.indices.map { node in
            var bytes: [UInt8] = []
            nodes[node].produce(for: links[node], into: &bytes, limit: 1 << 10, at: now)
            return bytes
        }
        let (first, second) = (greetings[0], greetings[1])
        let older = #expect(throws: LinkError.self) { try nodes[0].receive(second.span, on: links[0], at: now) }
        let newer = #expect(throws: LinkError.self) { try nodes[1].receive(first.span, on: links[1], at: now) }
        #expect(
            older?.description == "the peer speaks versions 3 to 4 of the gossip protocol, this node version 2: "
                + "give this node the program that the peer runs"
        )
        #expect(
            newer?.description == "the peer speaks version 2 of the gossip protocol, this node versions 3 to 4: "
                + "give the peer the program that this node runs"
        )
        #expect(older?.isRefusal == true && newer?.isRefusal == true)
    }

    @Test func `are told how to cross over from version 1`() {
        #expect(
            LinkError.noCommonVersion(peer: 1...1, own: 2...2).description
                == "the peer speaks version 1 of the gossip protocol, this node version 2: stop all nodes, and start "
                + "them with this node's program; they keep their data directories"
        )
    }
}

@Suite("The answer to a greeting", .computing) struct WelcomeTests {
    private let now = Moment(monotonic: 1_000_000_000, wall: 1_700_000_000_000_000)

    private func greeted() throws -> (node: GossipNode, link: Int, nonce: [UInt8]) {
        var node = TestMesh(1).nodes[0]
        let link = node.openLink(expecting: nil, over: .tcp, at: now)
        var greeting: [UInt8] = []
        node.produce(for: link, into: &greeting, limit: 1 << 10, at: now)
        let hello = DatagramPathTests.frame(1, HandmadePeer.hello("bravo"))
        try node.receive(hello.span, on: link, at: now)
        return (node, link, try HandmadePeer.linkNonce(of: Array(greeting[5...])))
    }

    @Test func `makes the link one that counts`() throws {
        var (node, link, nonce) = try greeted()
        #expect(node.linkReports.isEmpty)
        let frame = DatagramPathTests.frame(14, nonce)
        try node.receive(frame.span, on: link, at: now)
        #expect(node.linkReports.map(\.peer) == ["bravo"])
    }

    @Test func `must show what this greeting said, and no earlier one`() throws {
        var (node, link, earlier) = try greeted()
        node.closeLink(link, reason: .disconnected("cut"), at: now)
        link = node.openLink(expecting: nil, over: .tcp, at: now)
        let hello = DatagramPathTests.frame(1, HandmadePeer.hello("bravo"))
        try node.receive(hello.span, on: link, at: now)
        let frame = DatagramPathTests.frame(14, earlier)
        let error = #expect(throws: LinkError.replayedGreeting) { try node.receive(frame.span, on: link, at: now) }
        #expect(error?.isGarbage == true)
    }

    @Test(arguments: [3, 4, 8] as [UInt8])
    func `comes before anything else on a stream`(type: UInt8) throws {
        var (node, link, _) = try greeted()
        let frame = DatagramPathTests.frame(type, [])
        let expected = LinkError.unexpectedFrame(try #require(FrameType(rawValue: type)))
        #expect(throws: expected) { try node.receive(frame.span, on: link, at: now) }
    }

    @Test func `is refused when it is cut off`() throws {
        var (node, link, nonce) = try greeted()
        let frame = DatagramPathTests.frame(14, Array(nonce.dropLast()))
        #expect(throws: LinkError.malformedFrame(.welcome)) { try node.receive(frame.span, on: link, at: now) }
    }
}
