import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A node with a certificate", .needsOpenSSLProgram, .timeLimit(.minutes(10))) struct HTTPSServingTests {
    /// Runs a test with a node that has a certificate.
    private func withSecureNode(
        log: Log = .silent,
        _ body: (ServingNode, CertificateFolder) async throws -> Void
    ) async throws {
        let folder = try await CertificateFolder()
        let serving = try await ServingNode(node: folder.setting, log: log)
        do { try await body(serving, folder) } catch {
            await serving.node.stop()
            throw error
        }
        await serving.node.stop()
    }

    private func connect(_ serving: ServingNode, _ folder: CertificateFolder) async throws -> WebSocketClient {
        try await WebSocketClient.connect(
            to: serving.url("/channels/tea", scheme: "wss"),
            trusting: .file(folder.authority),
            timeout: 240
        )
    }

    @Test func `answers requests and carries messages of all sizes`() async throws {
        try await withSecureNode { serving, folder in
            let client = try HTTPClient(trusting: .file(folder.authority), timeout: 240)
            #expect(try await client.get(serving.url("/health", scheme: "https")).status == 200)

            let (ann, ben) = (try await connect(serving, folder), try await connect(serving, folder))
            var received = ben.messages.makeAsyncIterator()
            for length in [0, 1, 125, 16_383, 16_384, 16_385, 60_000] {
                let text = String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : "")
                try await ann.send(text: text)
                #expect(try await received.next() == .text(text))
            }
        }
    }

    @Test func `is told from one that nobody vouches for`() async throws {
        try await withSecureNode { serving, folder in
            let error = await #expect(throws: ClientError.self) {
                try await HTTPClient(timeout: 240).get(serving.url("/health", scheme: "https"))
            }
            guard case .untrusted(let host, _) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(host == "127.0.0.1")
        }
    }

    @Test func `tells who speaks plain HTTP what it speaks`() async throws {
        try await withSecureNode { serving, _ in
            let answer = try await HTTPClient(timeout: 240).get(serving.url("/health"))
            #expect(answer.status == 400)
            #expect(answer.text == "This port speaks HTTPS: begin with https:// .\n")
        }
    }

    @Test(arguments: [
        ("-tls1_3", "TLSv1.3", "TLS_AES_128_GCM_SHA256"),
        ("-tls1_2", "TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("-ciphersuites TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256", "TLSv1.3", "TLS_CHACHA20_POLY1305"),
        ("-tls1_2 -alpn h2,http/1.1", "TLSv1.2", "ECDHE"),
    ])
    func `speaks with OpenSSL's program`(options: String, version: String, suite: String) async throws {
        try await withSecureNode { serving, folder in
            let text = try await folder.run(
                """
                printf 'GET /health HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' | timeout 120 openssl s_client \
                    -connect \(serving.address) -CAfile ca.pem -verify_return_error -brief -ign_eof \(options)
                """
            )
            #expect(text.contains("Protocol version: \(version)") && text.contains("Ciphersuite: \(suite)"), "\(text)")
            #expect(text.contains("Verification: OK") && text.contains("HTTP/1.1 200 OK"), "\(text)")
        }
    }

    @Test(arguments: [
        "-tls1 -cipher ALL:@SECLEVEL=0", "-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0", "-alpn h2",
        "-groups ffdhe2048", "-groups ffdhe8192",
    ])
    func `refuses old versions, weak suites, dear groups and other protocols`(options: String) async throws {
        try await withSecureNode { serving, folder in
            let text = try await folder.run(
                "timeout 120 openssl s_client -connect \(serving.address) -brief \(options) < /dev/null"
            )
            #expect(text.contains("alert") && !text.contains("CONNECTION ESTABLISHED"), "\(text)")
        }
    }

    @Test(arguments: [("-groups P-384", "key share"), ("-tls1_2 -groups P-384", "cipher")])
    func `says once a minute why it refuses a client, however often that comes`(
        options: String,
        reason: String
    ) async throws {
        let paper = LogTests.Paper()
        try await withSecureNode(log: Log(node: "alpha", to: paper.write)) { serving, folder in
            for _ in 0..<3 {
                let text = try await folder.run(
                    "timeout 120 openssl s_client -connect \(serving.address) -brief \(options) < /dev/null"
                )
                #expect(text.contains("alert"), "\(text)")
            }
            // Whoever comes now is answered behind them.
            let client = try HTTPClient(trusting: .file(folder.authority), timeout: 240)
            #expect(try await client.get(serving.url("/health", scheme: "https")).status == 200)
            let told = paper.lines.filter { $0.contains("client could not be served") }
            #expect(told.count == 1 && told[0].contains(" info ") && told[0].contains(reason), "\(told)")
        }
    }

    @Test func `refuses to shake hands anew, and goes on`() async throws {
        try await withSecureNode { serving, folder in
            let text = try await folder.run(
                """
                mkfifo input; exec 3<>input; echo R >&3
                timeout 120 openssl s_client -connect \(serving.address) -tls1_2 <&3; rm input
                """
            )
            #expect(text.contains("RENEGOTIATING") && text.contains("no renegotiation"), "\(text)")
            let client = try HTTPClient(trusting: .file(folder.authority), timeout: 240)
            #expect(try await client.get(serving.url("/health", scheme: "https")).status == 200)
        }
    }

    @Test func `shows a new certificate to who comes next, and none that is of no use`() async throws {
        let paper = LogTests.Paper()
        try await withSecureNode(log: Log(node: "alpha", to: paper.write)) { serving, folder in
            let early = try await connect(serving, folder)
            func serial() async throws -> String {
                try await folder.run(
                    "openssl s_client -connect \(serving.address) < /dev/null 2>/dev/null | openssl x509 -noout -serial"
                )
            }
            let first = try await serial()
            #expect(first.hasPrefix("serial="))

            try folder.write("nonsense", to: "own.pem")
            await serving.node.readCertificateAgain()
            try await serving.eventually("the bad file is told") { _ in
                paper.lines.contains { $0.contains("certificate cannot be replaced") }
            }
            #expect(paper.lines.contains { $0.contains("tls.certificate: it has no certificate") })
            #expect(try await serial() == first)

            try await folder.renew(days: 7)
            await serving.node.readCertificateAgain()
            try await serving.eventually("the new one is told") { _ in
                paper.lines.contains { $0.contains("certificate replaced") }
            }
            #expect(paper.lines.contains { $0.contains("the certificate ends in ") })
            #expect(try await serial() != first)

            var received = early.messages.makeAsyncIterator()
            try await early.send(text: "still here")
            #expect(try await received.next() == .text("still here"))
        }
    }

    @Test func `lets go of who never finishes the handshake, the oldest first`() async throws {
        try await withSecureNode { serving, folder in
            var strangers: [RawClient] = []
            for _ in 0..<(Vestibule.limit + 20) { strangers.append(try await RawClient(to: serving.address)) }
            #expect(await strangers[0].takeRest().isEmpty)
            #expect(await serving.node.connectionCount <= Vestibule.limit)
            let client = try HTTPClient(trusting: .file(folder.authority), timeout: 240)
            #expect(try await client.get(serving.url("/health", scheme: "https")).status == 200)
            for stranger in strangers { await stranger.close() }
        }
    }

    @Test func `does not start without its files, and says which`() async throws {
        let folder = try await CertificateFolder()
        try folder.write("nonsense", to: "own.key")
        let error = await #expect(throws: MeshNodeError.self) { try await ServingNode(node: folder.setting) }
        let words = "tls.key: it has no private key that can be used; wanted PEM without a password"
        #expect(error.map { "\($0)" } == words)
    }
}
