import Gossip
import Reactor
import SystemTLS
import Testing

@testable import BroadcastMesh

@Suite("A link over UDP that is sealed", .computing, .needsOpenSSL, .timeLimit(.minutes(10))) struct SealedPathTests {
    static let key = SealedLinkTests.key
    static let otherKey = SealedLinkTests.otherKey

    /// Two nodes, of which alpha dials bravo over UDP through a proxy, each with keys of its own.
    struct Pair {
        var alpha: PeerSide
        var bravo: PeerSide
        let proxy: DatagramProxy
        let bravoPort: UInt16

        init(_ keys: [String], _ others: [String]) throws {
            let ports = FreePorts.take(3)
            alpha = try PeerSide("alpha", of: SealedLinkTests.mesh(keys, ports, over: "udp"))
            bravo = try PeerSide("bravo", of: SealedLinkTests.mesh(others, ports, over: "udp"))
            proxy = try DatagramProxy(from: ports[2], to: ports[1])
            bravoPort = ports[1]
        }

        /// Lets all have turns until something holds, or for sixty seconds not; each turn takes ten milliseconds more
        /// than it takes.
        mutating func run(until condition: (PeerSide, PeerSide) -> Bool) {
            let start = alpha.now.monotonic
            while !condition(alpha, bravo), alpha.now.monotonic - start < 60_000_000_000 {
                alpha.turn()
                proxy.pump()
                bravo.turn()
                alpha.skew += 10_000_000
                bravo.skew += 10_000_000
            }
        }
    }

    @Test func `comes up between nodes with the same key, and carries what fits no datagram`() throws {
        var pair = try Pair([Self.key], [Self.key])
        pair.run { $0.hasLink && $1.hasLink }
        pair.alpha.post(bytes: 300_000)
        pair.run { $1.gossip.counters.received > 0 }
        #expect(pair.bravo.figures == pair.alpha.figures)
        #expect(pair.bravo.figures.map(\.messageCount) == [1])
        let name = try #require(LinkSeal([Secret(Array(Self.key.utf8))]).keyName)
        #expect(pair.alpha.told("link up peer=bravo transport=udp") && pair.alpha.told("key=\(name)"))
        #expect(pair.bravo.told("key=\(name)"))
        #expect(pair.proxy.seen.allSatisfy { $0.count <= 1232 && [0x10, 0x20].contains($0[0]) })
    }

    @Test func `comes up while keys are changed`() throws {
        var pair = try Pair(
            [Self.otherKey, Self.key],
            [Self.key, Self.otherKey]
        )
        pair.run { $0.hasLink && $1.hasLink }
        #expect(pair.alpha.hasLink && pair.bravo.hasLink)
    }

    @Test(arguments: [
        ([key], [otherKey], "does not hold this node's key", "holds another key"),
        ([key], [], "does not hold this node's key", "the peer seals its links and this node has no key"),
        ([], [key], "nothing was heard", "the peer speaks without a key"),
    ])
    func `is refused without the same key, and both ends say so`(
        keys: [String],
        others: [String],
        dialing: String,
        accepting: String
    ) throws {
        var pair = try Pair(keys, others)
        pair.run { $0.told("cannot reach peer") && $1.told(accepting) }
        #expect(pair.alpha.told(dialing), "\(pair.alpha.paper.lines)")
        #expect(pair.bravo.told(accepting), "\(pair.bravo.paper.lines)")
        #expect(!pair.alpha.hasLink && !pair.bravo.hasLink)
    }

    @Test func `shows an observer no name, no channel and no text, and nothing twice`() throws {
        for keys in [[], [Self.key]] {
            var pair = try Pair(keys, keys)
            pair.run { $0.hasLink && $1.hasLink }
            let start = pair.proxy.seen.count
            for number in 1...50 {
                pair.alpha.post("the text is the same each time, and long enough to see", in: "a channel")
                pair.run { $1.gossip.counters.received == number }
            }

            let text = String(decoding: pair.proxy.seen.joined(), as: Unicode.ASCII.self)
            for secret in ["alpha", "bravo", "the text", "a channel"] {
                // Without a key all of it is seen: so the observer looks well.
                #expect(text.contains(secret) == keys.isEmpty, "\(secret)")
            }
            var windows: Set<[UInt8]> = []
            var repeated = 0
            // The path's name and the number of a packet are in the clear.
            for datagram in pair.proxy.seen[start...] where datagram.count > 40 {
                for index in 17..<(datagram.count - 15) {
                    repeated += windows.insert(Array(datagram[index..<(index + 16)])).inserted ? 0 : 1
                }
            }
            #expect((repeated > 0) == keys.isEmpty)
        }
    }

    /// A stranger has any node say that a path is unknown there, by a packet that it overheard, and passes that on.
    @Test(arguments: [("charlie", false), ("", false), ("bravo", true)])
    func `ends by the word of its other end that the path is unknown, and of no other node`(name: String, ends: Bool)
        throws
    {
        var pair = try Pair([Self.key], [Self.key])
        pair.run { $0.hasLink && $1.hasLink }
        let packet = try #require(pair.proxy.seen.last { $0[0] == 0x20 })
        let path = DatagramWire.header(of: packet.span)?.path ?? 0
        let guardOfAny = try #require(LinkSeal([Secret(Array(Self.key.utf8))]).datagrams).pathGuard
        pair.proxy.change = { [guardOfAny.unknown(path, by: Array(name.utf8)), $0] }

        pair.alpha.post("in any case")
        pair.run { $1.gossip.counters.received == 1 && (!ends || $0.told("does not know this link")) }

        #expect(pair.alpha.told("link down") == ends, "\(pair.alpha.paper.lines)")
        #expect(pair.bravo.gossip.counters.received == 1)
    }

    @Test func `answers more greetings than wait at once, in the turns that they cost, and none twice`() throws {
        var pair = try Pair([Self.key], [Self.key])
        let seal = try #require(LinkSeal([Secret(Array(Self.key.utf8))]).datagrams)
        let stranger = try LinuxNetwork().bindDatagram(on: .loopback(port: 0))
        let greetings = try (1...66).map { identity in
            let path = try SecurePath(seal.dialing, guardedBy: seal.pathGuard, identity: UInt64(identity), at: 0)
            var datagram: [UInt8] = []
            #expect(path.produce(into: &datagram, at: 0))
            return datagram
        }
        let outbox = DatagramOutbox()
        let inbox = DatagramInbox()
        func count(ofAnswersTo greetings: [[UInt8]]) -> Int {
            for greeting in greetings {
                outbox.append(greeting.span, to: .loopback(port: pair.bravoPort))
                _ = stranger.send(outbox)
            }
            var count = 0
            for _ in 0..<4 { pair.bravo.turn() }
            while let batch = try? stranger.receive(into: inbox), batch > 0 { count += batch }
            return count
        }
        #expect(count(ofAnswersTo: greetings) == 66)

        pair.bravo.skew += SealedDatagrams.patience + 1
        pair.bravo.turn()
        #expect(count(ofAnswersTo: greetings) == 0)
    }

    /// The first is a handshake's with a guard that is wrong, the second of a node without a key.
    @Test(arguments: [
        [0x10] + [UInt8](repeating: 7, count: 60),
        [0xD0] + [UInt8](repeating: 7, count: 16) + [0, 0, 0, 5, 1] + Array("MESH".utf8),
    ])
    func `has strangers pay for what they are turned away`(datagram: [UInt8]) throws {
        var pair = try Pair([Self.key], [Self.key])
        let stranger = try LinuxNetwork().bindDatagram(on: .loopback(port: 0))
        let outbox = DatagramOutbox()
        for _ in 0..<50 { outbox.append(datagram.span, to: .loopback(port: pair.bravoPort)) }
        _ = stranger.send(outbox)

        pair.bravo.turn()

        #expect(pair.bravo.spent >= 50 * TurnBudget.knock)
    }

    @Test(arguments: 0..<20)
    func `shows no wrong and no second message whatever becomes of its datagrams`(seed: UInt64) throws {
        var chance = SealedLinkTests.SeededChance(state: seed)
        var pair = try Pair([Self.key], [Self.key])
        var late: [[UInt8]] = []
        pair.proxy.change = { datagram in
            var changed = datagram
            switch chance.next() % 12 {
            case 0: return []
            case 1: return [datagram, datagram]
            case 2: changed[Int(chance.next() % UInt64(datagram.count))] ^= 1 << UInt8(chance.next() % 8)
            case 3: changed.removeLast()
            case 4:
                late.append(datagram)
                return []
            case 5: return [datagram] + late.suffix(20)
            default: break
            }
            return [changed]
        }
        pair.run { $0.hasLink && $1.hasLink }
        for number in 1...20 {
            pair.alpha.post("message \(number)")
            pair.bravo.post("answer \(number)")
            if number == 10 { pair.alpha.post(bytes: 70_000) }
            pair.run { $0.gossip.counters.received >= number && $1.gossip.counters.received >= number }
        }
        pair.run { $0.gossip.counters.received == 20 && $1.gossip.counters.received == 21 }
        #expect(pair.bravo.figures == pair.alpha.figures)
        #expect(pair.bravo.figures.map(\.messageCount) == [41])
    }
}
