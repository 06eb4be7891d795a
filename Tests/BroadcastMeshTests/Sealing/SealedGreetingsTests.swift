import Gossip
import Reactor
import Synchronization
import SystemTLS
import Testing

@testable import BroadcastMesh

@Suite("Greetings of sealed paths", .computing, .needsOpenSSL) struct SealedGreetingsTests {
    private static let address = SocketAddress(127, 0, 0, 1, port: 7001)

    /// Counts how often something is hashed with a key.
    private final class CountingCryptography: Cryptography {
        private let library: OpenSSL
        private let hashes = Mutex(0)

        init() throws { library = try OpenSSL.load() }

        var hashCount: Int { hashes.withLock { $0 } }
        var packetsPerKey: UInt64 { library.packetsPerKey }

        func authenticate(_ bytes: Span<UInt8>, with key: Span<UInt8>) -> [UInt8] {
            hashes.withLock { $0 += 1 }
            return library.authenticate(bytes, with: key)
        }

        func areEqual(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool { library.areEqual(first, second) }
        func sealingKey(_ key: Span<UInt8>) -> any DatagramSealing { library.sealingKey(key) }
        func openingKey(_ key: Span<UInt8>) -> any DatagramOpening { library.openingKey(key) }

        func dialPeers(with key: MeshKey, speaking application: String) throws(TLSContextError) -> any PeerContext {
            try library.dialPeers(with: key, speaking: application)
        }

        func acceptPeers(
            with keys: [MeshKey],
            speaking application: String
        ) throws(TLSContextError) -> any PeerContext {
            try library.acceptPeers(with: keys, speaking: application)
        }

        func serveClients(
            showing certificates: Span<UInt8>,
            key: Span<UInt8>
        ) throws(TLSContextError) -> any ClientContext {
            try library.serveClients(showing: certificates, key: key)
        }
    }

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

    @Test func `of another key cost one look at their guard`() throws {
        let library = try CountingCryptography()
        let seal = try LinkSeal([Secret(Array(SealedLinkTests.otherKey.utf8))], using: library)
        var node = SealedDatagrams(try #require(seal.datagrams))
        let greeting = try Self.greeting(1)
        let before = library.hashCount

        guard case .refused = node.receive(greeting.span, from: Self.address, limit: 1, at: 0) else {
            Issue.record("it was taken")
            return
        }
        #expect(library.hashCount == before + 1)
    }

    @Test func `are not taken by a node that takes nobody in`() throws {
        var node = try Self.side()
        Self.give(try Self.greeting(1), to: &node, limit: 0)
        #expect(node.paths.isEmpty)
    }
}
