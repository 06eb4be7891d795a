import Testing

@testable import SystemTLS

@Suite("A handshake between nodes", .needsOpenSSL) struct HandshakeTests {
    @Test(arguments: [Int.max, 1, 7])
    func `opens with the same key and carries bytes both ways, however they are cut`(piece: Int) throws {
        let pair = try Pair()

        pair.exchange(piece: piece)
        #expect(pair.dialing.state == .open)
        #expect(pair.accepting.state == .open)
        pair.dialing.send([1, 2, 3].span)
        pair.accepting.send([4, 5].span)
        pair.exchange(piece: piece)

        #expect(pair.acceptingReceived == [1, 2, 3])
        #expect(pair.dialingReceived == [4, 5])
        #expect(pair.dialing.summary == "TLSv1.3 TLS_AES_128_GCM_SHA256")
    }

    @Test func `takes the new key and the old one while they are exchanged`() throws {
        let (old, new) = (try meshKey("the old key of 2024"), try meshKey("the new key of 2025"))
        for key in [old, new] {
            let pair = try Pair(key, accepting: [new, old])
            pair.exchange()
            #expect(pair.accepting.state == .open)
        }
    }

    @Test func `refuses another key, and each side says why`() throws {
        let other = try meshKey("a key of another mesh")
        let pair = try Pair(other)

        pair.exchange()

        #expect(pair.accepting.state == .failed(.unknownKey(other.name)))
        #expect(Self.isRefused(pair.dialing))
    }

    @Test func `refuses a peer that only knows the key's name`() throws {
        let pair = try Pair(MeshKey(naming: meshKey(), secret: meshKey("somebody else's key")))

        pair.exchange()

        #expect(pair.accepting.state == .failed(.unprovenKey))
        #expect(Self.isRefused(pair.dialing))
    }

    @Test func `refuses a peer that speaks something else inside`() throws {
        let pair = try Pair(speaking: "other/1")

        pair.exchange()

        #expect(pair.dialing.state == .failed(.alert(120)))
        #expect(pair.accepting.state != .open)
    }

    @Test(arguments: ["MESH", "GET / HTTP/1.1", "\0\0"])
    func `knows what is no TLS by its first byte`(text: String) throws {
        let pair = try Pair()
        _ = outgoing(pair.dialing)

        for session in [pair.dialing, pair.accepting] {
            Pair.deliver(Array(text.utf8), to: session, into: &pair.dialingReceived)
            #expect(session.state == .failed(.notSealed))
        }
    }

    @Test func `ends when it is longer than one can be`() throws {
        let pair = try Pair()
        // The first record of a greeting that never ends: each says that more of it comes.
        let record: [UInt8] = [22, 3, 1, 0x40, 0] + [1, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 0x3FFC)

        for _ in 0..<5 { Pair.deliver(record, to: pair.accepting, into: &pair.acceptingReceived) }

        guard case .failed = pair.accepting.state else {
            Issue.record("\(pair.accepting.state)")
            return
        }
    }

    @Test func `greets in bytes that never come again`() throws {
        let first = outgoing(try Pair().dialing)
        let second = outgoing(try Pair().dialing)
        #expect(first.count == second.count)
        #expect(first != second)
    }

    /// Which alert says so differs between versions.
    private static func isRefused(_ session: TLSSession) -> Bool {
        if case .failed(.keyRefused) = session.state { true } else { false }
    }
}
