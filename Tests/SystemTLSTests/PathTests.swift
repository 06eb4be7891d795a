import Testing

@testable import SystemTLS

@Suite("A sealed path of datagrams", .needsOpenSSL) struct PathTests {
    @Test func `opens with four datagrams that fit everywhere`() throws {
        let pair = try PathPair()
        let sizes = pair.open()
        #expect(sizes.count == 4)
        #expect(sizes.allSatisfy { $0 <= DatagramWire.sizeLimit / 2 })
        #expect(pair.dialing.state == .open && pair.accepting.state == .open)
        #expect(pair.dialing.deadline == nil && pair.accepting.deadline == nil)
        #expect(try pair.dialing.keyName == meshKey().name && pair.accepting.keyName == meshKey().name)

        #expect(receive(try sealed([1, 2, 3], on: pair.dialing), on: pair.accepting) == [1, 2, 3])
        #expect(receive(try sealed([4], on: pair.accepting), on: pair.dialing) == [4])
    }

    @Test func `drops what comes again, what was changed, and what another path said`() throws {
        let (pair, other) = (try PathPair(), try PathPair())
        pair.open()
        other.open()
        let datagram = try sealed([1], on: pair.dialing)

        #expect(receive(datagram, on: pair.accepting) == [1])
        #expect(receive(datagram, on: pair.accepting) == nil)
        for index in datagram.indices {
            var changed = try sealed([2], on: pair.dialing)
            changed[index] ^= 1
            #expect(receive(changed, on: pair.accepting) == nil)
        }
        #expect(receive(try sealed([3], on: other.dialing), on: pair.accepting) == nil)
        // Its own words, sent back.
        #expect(receive(try sealed([4], on: pair.dialing), on: pair.dialing) == nil)
        #expect(receive(try sealed([5], on: pair.dialing), on: pair.accepting) == [5])
    }

    @Test func `says the same in other bytes each time`() throws {
        let pair = try PathPair()
        pair.open()
        let datagrams = try (0..<10).map { _ in try sealed([1, 2, 3, 4], on: pair.dialing).dropFirst(17) }
        #expect(Set(datagrams).count == 10)
    }

    @Test func `gives a stranger no answer, and gives up after ten tries`() throws {
        let pair = try PathPair(meshKey("a key of another mesh"))
        let greeting = try #require(produced(by: pair.dialing))
        #expect(receive(greeting, on: pair.accepting) == nil)
        #expect(produced(by: pair.accepting) == nil)

        var now: Int64 = 0
        var count = 1
        while let deadline = pair.dialing.deadline {
            now = max(now, deadline)
            if produced(by: pair.dialing, at: now) != nil { count += 1 }
        }
        #expect(pair.dialing.state == .failed(.silent))
        #expect(count == FlightRetry.limit)
        #expect((10_000_000_000...12_000_000_000).contains(now))
    }

    @Test func `takes an old key while keys are exchanged`() throws {
        let (old, new) = (try meshKey("the old key of 2024"), try meshKey("the new key of 2025"))
        let pair = try PathPair(old, accepting: [new, old])
        pair.open()
        #expect(pair.dialing.state == .open && pair.accepting.state == .open)
        #expect(pair.accepting.keyName == old.name)
    }

    @Test func `refuses a peer that has the guard and not the key`() throws {
        let pair = try PathPair(MeshKey(naming: meshKey(), secret: meshKey("somebody else's key")))
        pair.open()
        #expect(pair.accepting.state == .failed(.handshake(.unprovenKey)))
        guard case .failed(.handshake(.keyRefused)) = pair.dialing.state else {
            Issue.record("\(pair.dialing.state)")
            return
        }
    }

    @Test func `ends when its peer knows it no more, which no datagram says by itself`() throws {
        let pair = try PathPair()
        pair.open()
        var own = PathGuard([try meshKey()], using: try OpenSSL.load())
        let unknown = own.unknown(7, by: Array("bravo".utf8))
        #expect(receive(unknown, on: pair.dialing) == nil)
        #expect(pair.dialing.state == .open)

        #expect(own.reporter(of: unknown.span) == Array("bravo".utf8))
        pair.dialing.end()
        #expect(pair.dialing.state == .failed(.unknownThere))
    }

    @Test func `is told to be unknown in no more than three times what was said on it`() throws {
        let name = [UInt8](repeating: 0x61, count: 64)
        let answer = PathGuard([try meshKey()], using: try OpenSSL.load()).unknown(7, by: name)
        for count in 0...DatagramWire.sizeLimit {
            let packet = [DatagramWire.Kind.protected.rawValue] + [UInt8](repeating: 7, count: count)
            guard DatagramWire.header(of: packet.span) != nil else { continue }
            #expect(answer.count <= 3 * packet.count)
        }
    }

    @Test func `believes nobody without the key that a path is unknown, and nothing else in that place`() throws {
        let library = try OpenSSL.load()
        var own = PathGuard([try meshKey()], using: library)
        let stranger = PathGuard([try meshKey("a key of another mesh")], using: library)
        #expect(own.reporter(of: stranger.unknown(7, by: Array("bravo".utf8)).span) == nil)
        let flight = try #require(produced(by: PathPair().dialing))
        #expect(own.reporter(of: flight.span) == nil)
        #expect(own.reporter(of: own.unknown(7, by: []).span) == [])
    }

    @Test func `passes over its own flights when somebody sends them back`() throws {
        let pair = try PathPair()
        let greeting = try #require(produced(by: pair.dialing))
        #expect(receive(greeting, on: pair.dialing) == nil)
        #expect(receive(greeting, on: pair.accepting) == [])
        pair.open()
        #expect(pair.dialing.state == .open)
    }

    /// Half of all datagrams are lost, doubled or overtaken.
    @Test(arguments: 0..<200) func `opens on a bad line, and delivers each payload at most once`(seed: UInt64) throws {
        var chance = Chance(state: seed)
        let pair = try PathPair()
        var line = BadLine()
        var delivered: [UInt8] = []
        var next: UInt8 = 0
        while line.now < 60_000_000_000, next < 100 || !line.isEmpty {
            while let datagram = produced(by: pair.dialing, at: line.now) { line.carry(datagram, true, &chance) }
            while let datagram = produced(by: pair.accepting, at: line.now) { line.carry(datagram, false, &chance) }
            if next < 100, pair.dialing.state == .open {
                line.carry(try sealed([next], on: pair.dialing), true, &chance)
                next += 1
            }
            for (toAccepting, datagram) in line.advance() {
                let payload = receive(datagram, on: toAccepting ? pair.accepting : pair.dialing)
                if toAccepting { delivered += payload ?? [] }
            }
        }
        #expect(pair.dialing.state == .open && pair.accepting.state == .open)
        #expect(Set(delivered).count == delivered.count)
        #expect(delivered.count > 20)
    }

    /// A network on which datagrams are lost, doubled and late.
    private struct BadLine {
        private(set) var now: Int64 = 0
        private var onTheWay: [(arrival: Int64, toAccepting: Bool, datagram: [UInt8])] = []

        var isEmpty: Bool { onTheWay.isEmpty }

        mutating func carry(_ datagram: [UInt8], _ toAccepting: Bool, _ chance: inout Chance) {
            for _ in 0..<([0, 0, 1, 1, 1, 1, 2, 2].randomElement(using: &chance) ?? 0) {
                let delay = Int64.random(in: 1_000_000...80_000_000, using: &chance)
                onTheWay.append((now + delay, toAccepting, datagram))
            }
        }

        mutating func advance() -> [(Bool, [UInt8])] {
            now += 10_000_000
            let arrived = onTheWay.filter { $0.arrival <= now }.map { ($0.toAccepting, $0.datagram) }
            onTheWay.removeAll { $0.arrival <= now }
            return arrived
        }
    }
}
