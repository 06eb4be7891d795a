import HTTP
import Testing
import WebSocket

@Suite("The opening handshake") struct OpeningHandshakeTests {
    /// The request of RFC 6455 §1.3, with what a test wants to be different.
    static func request(
        _ changes: [String: String?] = [:],
        method: String = "GET",
        version: String = "HTTP/1.1",
        body: String = ""
    ) throws -> Request {
        let lines: [(String, String)] = [
            ("Host", "server.example.com"), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Origin", "http://example.com"),
            ("Sec-WebSocket-Protocol", "chat, superchat"), ("Sec-WebSocket-Version", "13"),
            ("Content-Length", "\(body.utf8.count)"),
        ]
        var text = "\(method) /chat \(version)\r\n"
        for (name, value) in lines {
            if let value = changes[name, default: value] { text += "\(name): \(value)\r\n" }
        }
        var connection = ServerConnection()
        connection.receive(Array((text + "\r\n" + body).utf8).span)
        guard case .request(let request) = try connection.next() else { throw HTTPError.truncatedMessage }
        return request
    }

    @Test func `accepts the example from the RFC`() throws {
        let response = try ServerHandshake.accept(try Self.request())
        #expect(response.status == .switchingProtocols)
        #expect(response.fields["Sec-WebSocket-Accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        #expect(response.fields["Upgrade"] == "websocket")
        #expect(response.fields["Connection"] == "Upgrade")
        #expect(response.fields["Sec-WebSocket-Protocol"] == nil)
    }

    @Test func `chooses a subprotocol that is spoken, if it is offered in these letters`() throws {
        let request = try Self.request()
        #expect(ServerHandshake.offers("superchat", in: request.head))
        #expect(!ServerHandshake.offers("Superchat", in: request.head))
        #expect(!ServerHandshake.offers("super", in: request.head))
        let response = try ServerHandshake.accept(request, choosing: "superchat")
        #expect(response.fields["Sec-WebSocket-Protocol"] == "superchat")
    }

    @Test func `opens with the subprotocol that was asked for, or not at all`() throws {
        let target = try RequestTarget(decoding: "/")
        let key = [UInt8](repeating: 1, count: 16)
        let client = ClientHandshake(target: target, host: "a", key: key, subprotocol: "chat")
        #expect(client.request.head.fields["Sec-WebSocket-Protocol"] == "chat")
        try client.check(try ServerHandshake.accept(client.request, choosing: "chat"))
        let plain = try ServerHandshake.accept(client.request)
        #expect(throws: HandshakeError.subprotocolRefused) { try client.check(plain) }
        let other = try ServerHandshake.accept(client.request, choosing: "superchat")
        #expect(throws: HandshakeError.unofferedChoice) { try client.check(other) }
    }

    @Test func `accepts what Firefox and proxies send`() throws {
        let request = try Self.request(["Connection": "keep-alive, UPGRADE", "Upgrade": "h2c, WebSocket"])
        #expect(try ServerHandshake.accept(request).status == .switchingProtocols)
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var changes: [String: String?] = [:]
        var method = "GET"
        var version = "HTTP/1.1"
        var body = ""
        var error: HandshakeError
        var status = Status.badRequest
    }

    @Test(arguments: [
        Violation(
            testDescription: "no Upgrade",
            changes: ["Upgrade": nil as String?],
            error: .noUpgradeRequested,
            status: .upgradeRequired
        ),
        Violation(
            testDescription: "another Upgrade",
            changes: ["Upgrade": "h2c"],
            error: .noUpgradeRequested,
            status: .upgradeRequired
        ),
        Violation(
            testDescription: "no Connection",
            changes: ["Connection": "keep-alive"],
            error: .noUpgradeRequested,
            status: .upgradeRequired
        ),
        Violation(
            testDescription: "version 8",
            changes: ["Sec-WebSocket-Version": "8"],
            error: .unsupportedVersion,
            status: .upgradeRequired
        ),
        Violation(testDescription: "POST", method: "POST", error: .methodNotGet),
        Violation(testDescription: "HTTP/1.0", version: "HTTP/1.0", error: .versionBeforeHTTP11),
        Violation(testDescription: "a body", body: "x", error: .unexpectedBody),
        Violation(
            testDescription: "no key",
            changes: ["Sec-WebSocket-Key": nil as String?],
            error: .malformedKey
        ),
        Violation(
            testDescription: "two keys",
            changes: [
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            ],
            error: .malformedKey
        ),
        Violation(
            testDescription: "a key of 15 bytes",
            changes: ["Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAA"],
            error: .malformedKey
        ),
        Violation(
            testDescription: "a key that is not base64",
            changes: ["Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZ!=="],
            error: .malformedKey
        ),
    ])
    func `names the rule the client broke`(violation: Violation) throws {
        let request = try Self.request(
            violation.changes,
            method: violation.method,
            version: violation.version,
            body: violation.body
        )
        #expect(throws: violation.error) { try ServerHandshake.accept(request) }
        #expect(violation.error.response.status == violation.status)
        let version = violation.error.response.fields["Sec-WebSocket-Version"]
        #expect(version == (violation.status == .upgradeRequired ? "13" : nil))
    }

    @Test func `opens between our own two sides`() throws {
        let target = try RequestTarget(decoding: "/channels/tea?history=3")
        let client = ClientHandshake(target: target, host: "localhost:8081", key: Array(0..<16), origin: "http://x")
        var bytes: [UInt8] = []
        client.request.encode(into: &bytes)
        var server = ServerConnection()
        server.receive((bytes + [0x81, 0x80]).span)
        guard case .request(let request) = try server.next() else {
            Issue.record("the request did not arrive")
            return
        }
        #expect(request.head.target == target)
        #expect(request.head.fields["origin"] == "http://x")

        var answer: [UInt8] = []
        server.respond(try ServerHandshake.accept(request), wallSeconds: 0, into: &answer)
        #expect(server.takeRemainder() == [0x81, 0x80])
        var connection = ClientConnection(answering: .get)
        connection.receive((answer + [0x89, 0x00]).span)
        let response = try #require(try connection.next())
        try client.check(response)
        #expect(connection.takeRemainder() == [0x89, 0x00])
    }

    @Test func `checks the server's answer`() throws {
        let client = ClientHandshake(
            target: try RequestTarget(decoding: "/"),
            host: "a",
            key: Array("the sample nonce".utf8)
        )
        let good: Fields = [
            "Upgrade": "WebSocket", "Connection": "upgrade", "Sec-WebSocket-Accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        ]
        try client.check(Response(.switchingProtocols, fields: good))

        #expect(throws: HandshakeError.refused(.forbidden)) { try client.check(Response(.forbidden)) }
        #expect(throws: HandshakeError.upgradeNotConfirmed) { try client.check(Response(.switchingProtocols)) }
        let wrong: Fields = ["Upgrade": "websocket", "Connection": "upgrade", "Sec-WebSocket-Accept": "x"]
        #expect(throws: HandshakeError.wrongAccept) {
            try client.check(Response(.switchingProtocols, fields: wrong))
        }
        for name in ["Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol"] {
            var fields = good
            fields.append(name, "permessage-deflate")
            #expect(throws: HandshakeError.unofferedChoice) {
                try client.check(Response(.switchingProtocols, fields: fields))
            }
        }
    }
}
