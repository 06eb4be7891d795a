import Gossip
import Reactor
import SystemTLS
import Testing

@testable import BroadcastMesh

@Suite("Greetings of sealed paths", .computing, .needsOpenSSL) struct SealedGreetingsTests {
    private static let address = SocketAddress(127, 0, 0, 1, port: 7001)

    private static func seal(_ keys: [String] = [SealedLinkTests.key]) throws -> DatagramSeal {
        try #require(try LinkSeal(keys.map { Secret(Array($0.utf8)) }).datagrams)
    }

    private static func side() throws -> SealedDatagrams { SealedDatagrams(try seal()) }

    /// Somebody who dials, and has something to send.
    private static func dialer(_ identity: UInt64) throws -> SealedDatagrams {
        var (dialer, sealed) = (try side(), [UInt8]())
        let number = (0..<8).map { UInt8(truncatingIfNeeded: identity >> (56 - 8 * UInt64($0))) }
        let path = [0xD0] + number + [UInt8](repeating: 0, count: 8)
        _ = dialer.seal(path.span, to: address, at: 0, into: &sealed)
        return dialer
    }

    /// What somebody who dials sends first.
    private static func greeting(_ identity: UInt64) throws -> [UInt8] {
        var (dialer, sealed) = (try dialer(identity), [UInt8]())
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

    @Test(arguments: [
        ([SealedLinkTests.otherKey], false, false), ([SealedLinkTests.otherKey], true, true),
        ([SealedLinkTests.otherKey, SealedLinkTests.key], false, true),
    ])
    func `that were followed up are worth nothing once their key is taken no more, unless a link goes on them`(
        keys: [String],
        isUsed: Bool,
        stays: Bool
    ) throws {
        var (node, dialer, datagram) = (try Self.side(), try Self.dialer(7), [UInt8]())
        for _ in 0..<2 {
            if dialer.produce(into: &datagram, at: 0) != nil { Self.give(datagram, to: &node, limit: 1) }
            if node.produce(into: &datagram, at: 0) != nil { Self.give(datagram, to: &dialer, limit: 1) }
        }
        let key = try Self.seal().keyName
        #expect(node.isOpen(7) == true && node.keyName(of: 7) == key)

        node.reseal(with: try Self.seal(keys)) { _ in isUsed }

        #expect(node.isOpen(7) == (stays ? true : nil))
    }

    @Test func `are not taken by a node that takes nobody in`() throws {
        var node = try Self.side()
        Self.give(try Self.greeting(1), to: &node, limit: 0)
        #expect(node.paths.isEmpty)
    }
}
