import HTTP
import Testing

@Suite("A client's connection") struct ClientConnectionTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var method = Method.get
        var text: String
        var status = Status.ok
        var body = ""
        var endsWithConnection = false
    }

    static let examples = [
        Example(
            testDescription: "by length",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            body: "hello"
        ),
        Example(
            testDescription: "in chunks",
            text: "HTTP/1.1 202 \r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            status: .accepted,
            body: "hello"
        ),
        Example(
            testDescription: "until the end",
            text: "HTTP/1.0 200 OK\r\n\r\nhello",
            body: "hello",
            endsWithConnection: true
        ),
        Example(testDescription: "no reason", text: "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", status: .notFound),
        Example(testDescription: "HEAD", method: .head, text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"),
        Example(testDescription: "204", text: "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", status: .noContent),
        Example(
            testDescription: "after two interim answers",
            text: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            body: "ok"
        ),
    ]

    @Test(arguments: examples)
    func `reads an answer whole and byte by byte`(example: Example) throws {
        for pieces in [[Array(example.text.utf8)], example.text.utf8.map { [$0] }] {
            var connection = ClientConnection(answering: example.method)
            var responses: [Response] = []
            for piece in pieces {
                connection.receive(piece.span)
                if let response = try connection.next() { responses.append(response) }
            }
            #expect(responses.isEmpty == example.endsWithConnection)
            if let response = try connection.handleEnd() { responses.append(response) }
            #expect(responses.map(\.status) == [example.status])
            #expect(responses.map { String(decoding: $0.body, as: UTF8.self) } == [example.body])
        }
    }

    @Test func `leaves what follows a 101 to the next protocol`() throws {
        var connection = ClientConnection(answering: .get)
        connection.receive(Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".utf8 + [1, 2, 3]).span)
        let response = try #require(try connection.next())
        #expect(response.status == .switchingProtocols)
        #expect(response.fields["upgrade"] == "x")
        #expect(connection.takeRemainder() == [1, 2, 3])
        #expect(try connection.next() == nil)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"])
    func `notices when the server leaves in the middle`(text: String) throws {
        var connection = ClientConnection(answering: .get)
        connection.receive(Array(text.utf8).span)
        #expect(try connection.next() == nil)
        #expect(throws: HTTPError.truncatedMessage) { try connection.handleEnd() }
    }

    @Test(arguments: [
        ("HTTP/1.1 20 OK\r\n\r\n", HTTPError.malformedStatusLine), ("HTTP/1.1 2000\r\n\r\n", .malformedStatusLine),
        ("HTTP/1.1 099 X\r\n\r\n", .malformedStatusLine), ("ICY 200 OK, really\r\n\r\n", .malformedStatusLine),
        ("HTTP/1.1X200 OK\r\n\r\n", .malformedStatusLine),
        ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .repeatedContentLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n", .bodyTooLarge(limit: 20)),
        ("HTTP/1.0 200 OK\r\n\r\n123456789012345678901", .bodyTooLarge(limit: 20)),
        ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 200))\r\n\r\n", .headTooLarge(limit: 100)),
    ])
    func `names the rule the server broke`(text: String, error: HTTPError) {
        var connection = ClientConnection(answering: .get, limits: HTTPLimits(headBytes: 100, bodyBytes: 20))
        connection.receive(Array(text.utf8).span)
        #expect(throws: error) { try connection.next() }
    }

    @Test func `sends a request that a server reads back`() throws {
        let target = try RequestTarget(decoding: "/channels/" + PercentEncoding.encode("tea room"))
        let request = Request(method: .post, target: target, fields: ["Host": "a"], body: Array("hi".utf8))
        var bytes: [UInt8] = []
        request.encode(into: &bytes)
        var server = ServerConnection()
        let found = server.find(in: [bytes])
        #expect(found.map(\.path) == ["/channels/tea room"])
        #expect(found.map(\.body) == ["hi"])

        var empty: [UInt8] = []
        Request(method: .post, target: target, fields: ["Host": "a"]).encode(into: &empty)
        #expect(String(decoding: empty, as: UTF8.self).hasSuffix("\r\nContent-Length: 0\r\n\r\n"))
    }
}
