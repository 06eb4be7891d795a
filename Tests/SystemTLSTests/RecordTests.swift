import Testing

@testable import SystemTLS

@Suite("A sealed connection", .needsOpenSSL) struct RecordTests {
    /// A connection whose handshake is over.
    static func open() throws -> Pair {
        let pair = try Pair()
        pair.exchange()
        try #require(pair.dialing.state == .open && pair.accepting.state == .open)
        return pair
    }

    @Test func `notices a record that was changed, and passes nothing of it on`() throws {
        let pair = try Self.open()
        pair.dialing.send([1, 2, 3].span)
        var record = outgoing(pair.dialing)
        record[record.count - 1] ^= 1

        Pair.deliver(record, to: pair.accepting, into: &pair.acceptingReceived)
        pair.exchange()

        #expect(Self.isViolated(pair.accepting))
        #expect(pair.acceptingReceived.isEmpty)
        #expect(pair.dialing.state == .failed(.alert(20)))
    }

    @Test func `keeps no room for what was taken`() throws {
        let pair = try Self.open()
        for taken in [[], [1]] as [[UInt8]] {
            var output = taken
            pair.dialing.send([UInt8](repeating: 7, count: 100_000).span)
            pair.dialing.takeOutgoing(into: &output)
            #expect(output.count > 100_000)
            #expect(pair.dialing.bridge.output.capacity == 0)
        }
    }

    @Test func `notices a record that comes again`() throws {
        let pair = try Self.open()
        pair.dialing.send([1, 2, 3].span)
        let record = outgoing(pair.dialing)

        Pair.deliver(record + record, to: pair.accepting, into: &pair.acceptingReceived)

        #expect(pair.acceptingReceived == [1, 2, 3])
        #expect(Self.isViolated(pair.accepting))
    }

    @Test func `notices a record that is missing`() throws {
        let pair = try Self.open()
        pair.dialing.send([1].span)
        _ = outgoing(pair.dialing)
        pair.dialing.send([2].span)

        pair.exchange()

        #expect(pair.acceptingReceived.isEmpty)
        #expect(Self.isViolated(pair.accepting))
    }

    @Test func `notices its own record, sent back`() throws {
        let pair = try Self.open()
        pair.dialing.send([1, 2, 3].span)

        Pair.deliver(outgoing(pair.dialing), to: pair.dialing, into: &pair.dialingReceived)

        #expect(pair.dialingReceived.isEmpty)
        #expect(Self.isViolated(pair.dialing))
    }

    @Test func `sends the same bytes as others each time`() throws {
        let pair = try Self.open()
        var records: Set<[UInt8]> = []
        for _ in 0..<10 {
            pair.dialing.send(Array("the same text".utf8).span)
            records.insert(outgoing(pair.dialing))
        }
        #expect(records.count == 10)
    }

    @Test func `carries ten megabytes unchanged`() throws {
        let pair = try Self.open()
        let data = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

        pair.dialing.send(data.span)
        pair.exchange(piece: 65_521)

        #expect(pair.acceptingReceived == data)
    }

    @Test func `go one way only after a goodbye, until there is one of the other side`() throws {
        let pair = try Self.open()
        pair.dialing.close()
        pair.exchange()
        #expect(pair.accepting.state == .ended)
        pair.accepting.send([1, 2, 3].span)
        #expect(!outgoing(pair.accepting).isEmpty)
        pair.accepting.close()
        #expect(pair.accepting.state == .closed)
        #expect(!outgoing(pair.accepting).isEmpty)
        pair.accepting.send([4].span)
        #expect(outgoing(pair.accepting).isEmpty)
    }

    @Test func `ends a peer that updates keys without end`() throws {
        let pair = try Self.open()
        for _ in 0..<TLSSession.chatterLimit { pair.dialing.updateKeys(requesting: true) }
        pair.exchange()
        #expect(pair.accepting.state == .open)

        for _ in 0...TLSSession.chatterLimit { pair.dialing.updateKeys(requesting: false) }
        pair.exchange()
        #expect(pair.accepting.state == .failed(.idleChatter))
    }

    @Test func `takes a key update between messages`() throws {
        let pair = try Self.open()
        let messages = (0..<TLSSession.recordsPerMessage).map(UInt8.init)
        for _ in 0..<200 {
            pair.dialing.updateKeys(requesting: true)
            for message in messages { pair.dialing.send([message].span) }
            pair.exchange()
            // The answer to the request is a message without data.
            for message in messages { pair.accepting.send([message].span) }
            pair.exchange()
        }
        #expect(pair.acceptingReceived == (0..<200).flatMap { _ in messages })
        #expect(pair.accepting.state == .open)
    }

    @Test func `ends a peer that updates keys with every message`() throws {
        let pair = try Self.open()
        for _ in 0..<2 * TLSSession.chatterLimit where pair.accepting.state == .open {
            pair.dialing.updateKeys(requesting: true)
            pair.dialing.send([1].span)
            pair.exchange()
        }
        #expect(pair.accepting.state == .failed(.idleChatter))
        #expect(pair.acceptingReceived.count >= TLSSession.chatterLimit)
    }

    private static func isViolated(_ session: TLSSession) -> Bool {
        if case .failed(.violation) = session.state { true } else { false }
    }
}
