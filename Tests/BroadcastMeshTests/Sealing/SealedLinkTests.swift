import Gossip
import SystemTLS
import Testing

@testable import BroadcastMesh
@testable import Reactor

extension Trait where Self == ConditionTrait {
    /// Skips what needs OpenSSL on a machine without it.
    static var needsOpenSSL: Self {
        .enabled(if: (try? OpenSSL.load()) != nil, "there is no OpenSSL 3 on this machine")
    }
}

@Suite("A link that is sealed", .computing, .needsOpenSSL, .timeLimit(.minutes(10))) struct SealedLinkTests {
    /// Two nodes, of which alpha dials bravo through a proxy, each with keys of its own.
    struct Pair {
        var alpha: PeerSide
        var bravo: PeerSide
        let proxy: RecordingProxy

        /// Prepares them; the proxy leads to the second node, or to the first itself.
        init(_ keys: [String], _ others: [String], target: Int = 1) throws {
            let ports = FreePorts.take(3)
            alpha = try PeerSide("alpha", of: SealedLinkTests.mesh(keys, ports))
            bravo = try PeerSide("bravo", of: SealedLinkTests.mesh(others, ports))
            proxy = try RecordingProxy(from: ports[2], to: ports[target])
        }

        /// Lets all have turns until something holds, or for twenty seconds not; each turn takes ten milliseconds more
        /// than it takes.
        ///
        /// - Returns: How long it took by the clock of the nodes, in nanoseconds.
        @discardableResult
        mutating func run(until condition: (PeerSide, PeerSide) -> Bool) throws -> Int64 {
            let start = alpha.now.monotonic
            while !condition(alpha, bravo), alpha.now.monotonic - start < 20_000_000_000 {
                alpha.turn()
                try proxy.pump()
                bravo.turn()
                alpha.skew += 10_000_000
                bravo.skew += 10_000_000
            }
            return alpha.now.monotonic - start
        }
    }

    /// The two nodes, as one that has these keys reads their file; the last port is the proxy's.
    static func mesh(
        _ keys: [String],
        _ ports: [UInt16],
        over transport: String = "tcp"
    ) throws -> MeshConfiguration {
        let files = keys.indices.map { #""\#($0).key""# }.joined(separator: ",")
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])",
                "peers": [{ "name": "bravo", "transport": "\#(transport)", "address": "127.0.0.1:\#(ports[2])" }] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] \#(keys.isEmpty ? "" : #", "key": [\#(files)]"#) }
            """#
        var surroundings = ConfigurationSurroundings.none
        surroundings.readFile = { path in
            keys.indices.first { "\($0).key" == path }.map { Array(keys[$0].utf8) }
        }
        return try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
    }

    /// Numbers that look random, the same for the same seed.
    struct SeededChance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    static let key = "0123456789abcdef0123456789abcdef"
    static let otherKey = "fedcba9876543210fedcba9876543210"

    @Test func `comes up between nodes with the same key, and names it in the log`() throws {
        var pair = try Pair([Self.key], [Self.key])
        try pair.run { $0.hasLink && $1.hasLink }
        pair.alpha.post("hello")
        try pair.run { $1.gossip.counters.received > 0 }
        #expect(pair.bravo.gossip.counters.received == 1)
        let name = try #require(LinkSeal([Secret(Array(Self.key.utf8))]).keyName)
        #expect(pair.alpha.told("link up peer=bravo transport=tcp") && pair.alpha.told("key=\(name)"))
        #expect(pair.bravo.told("key=\(name)"))
        #expect(!pair.alpha.told(Self.key) && !pair.bravo.told(Self.key))
    }

    @Test(arguments: [[], [key]])
    func `keeps no room for a long frame once that is sent`(keys: [String]) throws {
        var pair = try Pair(keys, keys)
        try pair.run { $0.hasLink && $1.hasLink }

        pair.alpha.post(bytes: 300_000)
        try pair.run { $1.gossip.counters.received > 0 }

        let line = try #require(pair.alpha.peers.lines.all.first)
        #expect(line.output.isEmpty && line.output.capacity <= Line.keptRoom)
    }

    @Test(arguments: [
        ([key], [key, otherKey]), ([key, otherKey], [otherKey, key]), ([otherKey, key], [key, otherKey]),
    ])
    func `comes up in every step of a change of keys`(keys: [String], others: [String]) throws {
        var pair = try Pair(keys, others)
        try pair.run { $0.hasLink && $1.hasLink }
        #expect(pair.alpha.hasLink && pair.bravo.hasLink)
    }

    @Test(arguments: [
        ([key], [otherKey], "the peer refused this node's key", "the peer holds another key: mesh1-"),
        ([key], [], "the peer speaks without a key", "the peer seals its links and this node has no key"),
        ([], [key], "the peer seals its links and this node has no key", "the peer speaks without a key"),
    ])
    func `is refused without the same key, and both ends say what to do`(
        keys: [String],
        others: [String],
        dialing: String,
        accepting: String
    ) throws {
        var pair = try Pair(keys, others)
        try pair.run { $0.told("cannot reach peer") && $1.told(accepting) }
        #expect(pair.alpha.told(dialing), "\(pair.alpha.paper.lines)")
        #expect(pair.bravo.told(accepting), "\(pair.bravo.paper.lines)")
        for side in [pair.alpha, pair.bravo] { #expect(side.told("give every node the")) }
        #expect(!pair.alpha.hasLink && !pair.bravo.hasLink)
        // Four tries until people are told, each after twice the wait; and one line a minute about them.
        #expect((4...6).contains(pair.proxy.sent.count))
        #expect(pair.bravo.paper.lines.count { $0.contains("closed a connection") } == 1)
    }

    @Test func `shows an observer no name, no channel and no text, and nothing twice`() throws {
        let secrets = ["alpha", "bravo", "the text", "a channel"]
        for keys in [[], [Self.key]] {
            var pair = try Pair(keys, keys)
            try pair.run { $0.hasLink && $1.hasLink }
            let start = pair.proxy.sent[0].count
            for number in 1...50 {
                pair.alpha.post("the text is the same each time, and long enough to see", in: "a channel")
                try pair.run { $1.gossip.counters.received == number }
            }

            let text = String(decoding: pair.proxy.everything, as: Unicode.ASCII.self)
            let said = pair.proxy.sent[0].dropFirst(start)
            var windows: Set<[UInt8]> = []
            var repeated = 0
            for index in said.indices.dropLast(15) where !windows.insert(Array(said[index..<(index + 16)])).inserted {
                repeated += 1
            }
            // Without a key all of it is seen: so the observer looks well.
            for secret in secrets { #expect(text.contains(secret) == keys.isEmpty, "\(secret)") }
            #expect((repeated > 0) == keys.isEmpty)
        }
    }

    @Test(arguments: 0..<30)
    func `shows no wrong and no second message whatever becomes of its bytes, and is back soon`(seed: UInt64) throws {
        var chance = SeededChance(state: seed)
        var pair = try Pair([Self.key], [Self.key])
        try pair.run { $0.hasLink && $1.hasLink }
        var isChanging = false
        pair.proxy.change = { piece in
            guard isChanging, !piece.isEmpty, chance.next() % 4 == 0 else { return }
            isChanging = false
            let place = Int(chance.next() % UInt64(piece.count))
            switch chance.next() % 4 {
            case 0: piece[place] ^= 1 << UInt8(chance.next() % 8)
            case 1: piece.remove(at: place)
            case 2: piece += piece
            default: piece.swapAt(place, piece.count - 1 - place)
            }
        }
        for number in 1...20 {
            isChanging = true
            pair.alpha.post("message \(number)")
            #expect(try pair.run { $1.gossip.counters.received == number } < 5_000_000_000)
        }
        #expect(pair.bravo.figures == pair.alpha.figures)
        #expect(pair.bravo.figures.map(\.messageCount) == [20])
    }

    @Test func `is refused to a mirror`() throws {
        // What alpha says comes back to alpha.
        var pair = try Pair([Self.key], [Self.key], target: 0)
        try pair.run { alpha, _ in alpha.told("cannot reach peer") }
        #expect(!pair.alpha.hasLink)
        #expect(pair.alpha.told("the peer calls itself"), "\(pair.alpha.paper.lines)")
        #expect((4...6).contains(pair.proxy.sent.count))
    }

    @Test func `is not had with a greeting that was heard before`() throws {
        var pair = try Pair([Self.key], [Self.key])
        try pair.run { $0.hasLink && $1.hasLink }
        let greeting = pair.proxy.greeting

        let address = try #require(pair.bravo.peers.lines.listeners?.addresses.first)
        let socket = try LinuxNetwork().connect(to: address)
        try pair.run { $1.peers.lines.count == 2 }
        #expect(try socket.send(greeting.span) == greeting.count)
        try pair.run { alpha, bravo in
            bravo.peers.lines.all.contains { if case .opening = $0.stage { !$0.output.isEmpty } else { false } }
        }
        pair.bravo.skew += Peers.sealingPatience
        pair.bravo.turn()

        #expect(pair.bravo.told("the peer did not prove a key within 5 s"))
        #expect(pair.bravo.peers.lines.all.allSatisfy { if case .linked = $0.stage { true } else { false } })
    }

    @Test func `costs a turn something when it is computed, and not while a greeting trickles in`() throws {
        var pair = try Pair([Self.key], [Self.key])
        try pair.run { $0.hasLink && $1.hasLink }
        let greeting = pair.proxy.greeting
        let address = try #require(pair.bravo.peers.lines.listeners?.addresses.first)
        let socket = try LinuxNetwork().connect(to: address)
        try pair.run { $1.peers.lines.count == 2 }

        for place in 0..<greeting.count {
            #expect(try socket.send(greeting.span.extracting(place..<(place + 1))) == 1)
            pair.bravo.turn()
            #expect((pair.bravo.spent >= TurnBudget.handshake) == (place == greeting.count - 1), "\(place)")
        }
    }
}
