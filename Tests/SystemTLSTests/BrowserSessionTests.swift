import Testing

@testable import SystemTLS

@Suite("A server for browsers", .needsOpenSSL) struct BrowserSessionTests {
    @Test(arguments: [TLSVersion.oneTwo, TLSVersion.oneThree], [Int.max, 7, 1])
    func `speaks both versions, however the bytes are cut`(version: Int, piece: Int) throws {
        let pair = try Pair(visiting: "localhost")
        try pair.accepting.limit(to: version)
        pair.exchange(piece: piece)
        #expect(pair.dialing.state == .open)
        #expect(pair.accepting.state == .open)
        #expect(pair.accepting.summary.hasPrefix(version == TLSVersion.oneTwo ? "TLSv1.2 ECDHE" : "TLSv1.3 "))

        pair.dialing.send(Array("GET /".utf8).span)
        pair.accepting.send(Array("200".utf8).span)
        pair.exchange(piece: piece)

        #expect(pair.acceptingReceived == Array("GET /".utf8))
        #expect(pair.dialingReceived == Array("200".utf8))
    }

    @Test(arguments: ["localhost", "127.0.0.1", "::1"])
    func `is believed under each name of its certificate`(host: String) throws {
        let pair = try Pair(visiting: host)
        pair.exchange()
        #expect(pair.dialing.state == .open)
    }

    @Test(arguments: [
        ("example.org", TestCertificates.authority, "hostname mismatch"),
        ("127.0.0.2", TestCertificates.authority, "IP address mismatch"),
        ("localhost", TestCertificates.oldCertificate, "self-signed certificate in certificate chain"),
    ])
    func `is not believed under another name, or without who vouches for it`(
        host: String,
        authority: String,
        words: String
    ) throws {
        let pair = try Pair(visiting: host, trusting: authority)
        pair.exchange()
        #expect(pair.dialing.state == .failed(.untrusted(words)))
        guard case .failed(.alert) = pair.accepting.state else {
            Issue.record("\(pair.accepting.state)")
            return
        }
    }

    @Test func `is not believed once its certificate has ended`() throws {
        let server = try TLSContext.testServer(TestCertificates.oldCertificate)
        #expect(server.validity?.isOver == true)
        let pair = try Pair(visiting: "localhost", server)
        pair.exchange()
        #expect(pair.dialing.state == .failed(.untrusted("certificate has expired")))
    }

    @Test func `tells how long its certificate lasts`() throws {
        let validity = try #require(try TLSContext.testServer().validity)
        #expect(!validity.isOver)
        #expect(validity.days > 36_000 && validity.days <= 36_500)
    }

    @Test func `refuses a client that speaks only another protocol`() throws {
        let library = try OpenSSL.load()
        let client = try TLSSession(TLSContext(library, .visiting, speaking: "h2"))
        let server = try TLSSession(.testServer())
        var (toClient, toServer): ([UInt8], [UInt8]) = ([], [])
        Pair.deliver(outgoing(client), to: server, into: &toServer)
        Pair.deliver(outgoing(server), to: client, into: &toClient)
        #expect(client.state == .failed(.alert(120)))
    }

    /// With OpenSSL's own choice of groups the second costs the server 140 ms.
    @Test(arguments: ["ffdhe2048", "ffdhe8192", "P-384"])
    func `refuses a client that wants to agree on a key in a group that costs much`(group: String) throws {
        let context = try TLSContext(OpenSSL.load(), .visiting, speaking: TLSContext.webProtocol)
        try #require(context.choose(groups: group) == 1)
        let client = try TLSSession(context)
        let server = try TLSSession(.testServer())
        var (toClient, toServer): ([UInt8], [UInt8]) = ([], [])
        Pair.deliver(outgoing(client), to: server, into: &toServer)
        Pair.deliver(outgoing(server), to: client, into: &toClient)
        #expect(client.state == .failed(.alert(40)))
    }

    @Test(arguments: ["X25519", "P-256"])
    func `agrees on a key in the groups that cost little`(group: String) throws {
        let pair = try Pair(visiting: "localhost", groups: group)
        pair.exchange()
        #expect(pair.accepting.state == .open)
    }

    @Test func `recognizes what is no TLS`() throws {
        let server = try TLSSession(.testServer())
        var plaintext: [UInt8] = []
        server.receive(Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8).span, into: &plaintext)
        #expect(server.state == .failed(.notSealed))
        #expect(plaintext.isEmpty)
    }

    @Test func `ends a stranger who talks on without end`() throws {
        let server = try TLSSession(.testServer())
        var plaintext: [UInt8] = []
        // A handshake message said to be 16 MB long.
        let record: [UInt8] = [0x16, 3, 1, 0x40, 0] + [1, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 0x3FFC)
        for _ in 0..<10 { server.receive(record.span, into: &plaintext) }
        guard case .failed = server.state else {
            Issue.record("\(server.state)")
            return
        }
    }

    @Test func `has no certificate in it for who has only a mesh's key`() throws {
        let client = try TLSSession(.dialingPeers(with: try meshKey(), using: OpenSSL.load(), speaking: "http/1.1"))
        let server = try TLSSession(.testServer())
        var (toClient, toServer): ([UInt8], [UInt8]) = ([], [])
        Pair.deliver(outgoing(client), to: server, into: &toServer)
        Pair.deliver(outgoing(server), to: client, into: &toClient)
        guard case .failed = client.state else {
            Issue.record("\(client.state)")
            return
        }
    }

    @Test func `ends who renews the keys without end`() throws {
        let pair = try Pair(visiting: "localhost")
        pair.exchange()
        for _ in 0...TLSSession.chatterLimit { pair.dialing.updateKeys(requesting: false) }
        pair.exchange()
        #expect(pair.accepting.state == .failed(.idleChatter))
    }

    @Test func `writes into an array that all sessions share`() throws {
        let pair = try Pair(visiting: "localhost")
        pair.exchange()
        var shared: [UInt8] = []
        pair.accepting.seal([1, 2, 3].span, into: &shared)
        #expect(!shared.isEmpty)
        #expect(outgoing(pair.accepting).isEmpty)
        Pair.deliver(shared, to: pair.dialing, into: &pair.dialingReceived)
        #expect(pair.dialingReceived == [1, 2, 3])
    }
}

@Suite("A certificate", .needsOpenSSL) struct CertificateTests {
    @Test(arguments: [
        (TestCertificates.key, TestCertificates.key, TLSContextError.noCertificate),
        (TestCertificates.chain, TestCertificates.chain, .noPrivateKey),
        (TestCertificates.chain, TestCertificates.lockedKey, .noPrivateKey),
        (TestCertificates.chain, TestCertificates.otherKey, .mismatch),
        (String(repeating: TestCertificates.authority + "\n", count: 17), TestCertificates.key, .longChain),
        ("", "", .noCertificate),
    ])
    func `is refused with the reason when it or its key is of no use`(
        certificates: String,
        key: String,
        error: TLSContextError
    ) {
        #expect(throws: error) { try TLSContext.testServer(certificates, key) }
    }

    @Test func `that is new is shown to who comes next, and the old one goes on`() throws {
        let first = try Pair(visiting: "localhost")
        first.exchange()
        let second = try Pair(visiting: "localhost", .testServer(TestCertificates.oldCertificate))
        second.exchange()

        first.dialing.send([1].span)
        first.exchange()

        #expect(first.acceptingReceived == [1])
        #expect(second.dialing.state == .failed(.untrusted("certificate has expired")))
    }

    @Test func `file of whom to believe must have certificates`() throws {
        let file = try TemporaryFile("nothing")
        #expect(throws: TLSContextError.self) { try TLSContext.visiting(trusting: file.path, using: OpenSSL.load()) }
    }
}

extension TLSSession {
    /// Speaks no later version; before the other side's greeting comes.
    fileprivate func limit(to version: Int) throws {
        let setMaximum: CInt = 124
        let result = unsafe context.library.certificates.sslCtrl(connection, setMaximum, version, nil)
        try #require(result == 1)
    }
}
