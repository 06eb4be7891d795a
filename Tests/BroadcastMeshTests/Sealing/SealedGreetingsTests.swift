import Gossip
import Reactor
import SystemTLS
import Testing

@testable import BroadcastMesh

@Suite("Greetings of sealed paths", .computing, .needsOpenSSL) struct SealedGreetingsTests {
    private static let address = SocketAddress(127, 0, 0, 1, port: 7001)

    private static func side() throws -> SealedDatagrams {
        SealedDatagrams(try #require(try LinkSeal([Secret(Array(SealedLinkTests.key.utf8))]).datagrams))
    }

    /// What somebody who dials sends first.
    private static func greeting(_ identity: UInt64) throws -> [UInt8] {
        var (dialer, sealed) = (try side(), [UInt8]())
        let number = (0..<8).map { UInt8(truncatingIfNeeded: identity >> (56 - 8 * UInt64($0))) }
        let path = [0xD0] + number + [UInt8](repeating: 0, count: 8)
        _ = dialer.seal(path.span, to: address, at: 0, into: &sealed)
        _ = dialer.produce(into: &sealed, at: 0)
        return sealed
    }

    private static func give(_ greeting: [UInt8], to node: inout SealedDatagrams, limit: Int) {
        _ = node.receive(greeting.span, from: address, limit: limit, at: 0)
    }

    @Test func `that were never followed up give way to those that come, the oldest first`() throws {
        var node = try Self.side()
        let greetings = try (1...4).map { try Self.greeting($0) }
        for greeting in greetings { Self.give(greeting, to: &node, limit: 2) }
        #expect(node.paths.map(\.secure.identity) == [3, 4])
        #expect(node.handshakeCount == 4)
        // Who was given up does not come in again by what it said then.
        Self.give(greetings[0], to: &node, limit: 2)
        #expect(node.paths.map(\.secure.identity) == [3, 4])
    }

    @Test func `are not taken by a node that takes nobody in`() throws {
        var node = try Self.side()
        Self.give(try Self.greeting(1), to: &node, limit: 0)
        #expect(node.paths.isEmpty)
    }
}
