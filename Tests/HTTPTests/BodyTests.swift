import HTTP
import Testing

@Suite("The body of a request") struct BodyTests {
    static let limit = 20

    /// The head of a POST with some fields.
    static func post(_ fields: String, _ body: String) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: Chunked", body)
    }

    struct Example: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var body: String
    }

    static let examples = [
        Example(testDescription: "nothing said", text: "POST / HTTP/1.1\r\nHost: a\r\n\r\n", body: ""),
        Example(testDescription: "length 0", text: post("Content-Length: 0", ""), body: ""),
        Example(testDescription: "length with zeros before", text: post("Content-Length: 005", "hello"), body: "hello"),
        Example(testDescription: "no chunk", text: chunked("0\r\n\r\n"), body: ""),
        Example(
            testDescription: "two chunks",
            text: chunked("5\r\nhello\r\n07\r\n, world\r\n0\r\n\r\n"),
            body: "hello, world"
        ),
        Example(
            testDescription: "both cases of digits",
            text: chunked("a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n"),
            body: "01234567890123456789"
        ),
        Example(testDescription: "extensions", text: chunked("1;a=\"b\"\r\nx\r\n1 ;c\r\ny\r\n0;d\r\n\r\n"), body: "xy"),
        Example(
            testDescription: "extensions with all that they may have",
            text: chunked("1 \t; a \t= \"\\\"; \\\\\" ; b=c;d\r\nx\r\n0;a=\"\"\r\n\r\n"),
            body: "x"
        ),
        Example(
            testDescription: "a trailer",
            text: chunked("1\r\nx\r\n0\r\nExpires: never\r\nX: y\r\n\r\n"),
            body: "x"
        ),
        Example(
            testDescription: "line ends in the data",
            text: chunked("4\r\n\r\n\r\n\r\n0\r\n\r\n"),
            body: "\r\n\r\n"
        ),
    ]

    @Test(arguments: examples)
    func `is read whole, byte by byte and with another request behind it`(example: Example) {
        let next = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n"
        var whole = ServerConnection(limits: HTTPLimits(bodyBytes: Self.limit))
        let found = whole.find(in: example.text)
        #expect(found.map(\.body) == [example.body])

        var bytewise = ServerConnection(limits: HTTPLimits(bodyBytes: Self.limit))
        #expect(bytewise.find(in: (example.text + next).utf8.map { [$0] }).map(\.body) == [example.body, ""])

        var tailed = ServerConnection(limits: HTTPLimits(bodyBytes: Self.limit))
        #expect(tailed.find(in: example.text + example.text + next).map(\.body) == [example.body, example.body, ""])
    }

    @Test(arguments: [
        "g\r\n", "\r\n", ";\r\n", "-1\r\n", "0x1\r\n", "1\n", "1\rx", "1\r\nxy", "1\r\nx\n", "1\r\nx\r1", "0\r\n\r0",
        "0\r\nX: y\n", "0\r\n\n", "1;\u{01}\r\n", "1;\n", "0000000000000001\r\n", "1 x\r\n", "1 \r\n", "1;\r\n",
        "1;;\r\n",
        "1;a=\r\n", "1;=b\r\n", "1;a b\r\n", "1;a=b=c\r\n", "1;a=\"b\r\n", "1;a=\"b\"c\r\n", "1;a=\"\\\u{01}\"\r\n",
        "1;a \r\n",
        "0\r\nno colon\r\n", "0\r\n: y\r\n", "0\r\nX : y\r\n", "0\r\nX: y\r\n folded\r\n", "0\r\nX: \u{0}\r\n",
    ])
    func `is refused when a chunk is malformed`(body: String) {
        for pieces in [[Array(Self.chunked(body).utf8)], Self.chunked(body).utf8.map { [$0] }] {
            var connection = ServerConnection(limits: HTTPLimits(bodyBytes: Self.limit))
            #expect(connection.find(in: pieces) == [.error(.malformedChunk)])
        }
        #expect(HTTPError.malformedChunk.status == .badRequest)
    }

    @Test(arguments: [19, 20, 21])
    func `may be as long as the limit, by length and in chunks`(count: Int) {
        let body = String(repeating: "a", count: count)
        let first = body.prefix(10)
        let second = body.dropFirst(10)
        let chunks = "a\r\n\(first)\r\n\(String(second.count, radix: 16))\r\n\(second)\r\n0\r\n\r\n"
        for text in [Self.post("Content-Length: \(count)", body), Self.chunked(chunks)] {
            var connection = ServerConnection(limits: HTTPLimits(bodyBytes: Self.limit))
            let found = connection.find(in: text)
            if count <= Self.limit {
                #expect(found.map(\.body) == [body])
            } else {
                #expect(found == [.error(.bodyTooLarge(limit: Self.limit))])
                #expect(HTTPError.bodyTooLarge(limit: Self.limit).status == .contentTooLarge)
            }
        }
    }

    @Test(arguments: [HTTPLimits.chunkOverheadBytes, HTTPLimits.chunkOverheadBytes + 1])
    func `cannot hide more than its limit in extensions and trailers`(count: Int) {
        let half = String(repeating: "e", count: count / 2)
        let rest = String(repeating: "e", count: count - count / 2)
        let inChunks = "1;\(half)\r\nx\r\n1;\(rest)\r\nx\r\n0\r\n\r\n"
        let inTrailer = "1\r\nx\r\n1;\(half)\r\nx\r\n0\r\nT:\(rest.dropFirst(2))\r\n\r\n"
        for body in [inChunks, inTrailer] {
            var connection = ServerConnection()
            let found = connection.find(in: Self.chunked(body))
            if count == HTTPLimits.chunkOverheadBytes {
                #expect(found.map(\.body) == ["xx"])
            } else {
                #expect(found == [.error(.malformedChunk)])
            }
        }
    }

    @Test(arguments: [HTTPLimits.mostFields, HTTPLimits.mostFields + 1])
    func `has a bounded number of fields behind it`(count: Int) {
        var connection = ServerConnection()
        let found = connection.find(in: Self.chunked("0\r\n\(String(repeating: "a:\r\n", count: count))\r\n"))
        #expect(found.map(\.body) == (count <= HTTPLimits.mostFields ? [""] : [nil]))
    }

    @Test func `is asked for when the client waits to be asked`() {
        let head = Self.post("Content-Length: 5\r\nExpect: 100-Continue", "")
        var waiting = ServerConnection()
        #expect(waiting.find(in: head) == [.sendContinue])
        #expect(waiting.find(in: "hello").map(\.body) == ["hello"])

        var hasty = ServerConnection()
        #expect(hasty.find(in: head + "hello").map(\.body) == ["hello"])

        var tooLong = ServerConnection(limits: HTTPLimits(bodyBytes: 4))
        #expect(tooLong.find(in: head) == [.error(.bodyTooLarge(limit: 4))])

        var older = ServerConnection()
        #expect(older.find(in: head.replacing("HTTP/1.1", with: "HTTP/1.0")) == [])

        var empty = ServerConnection()
        #expect(empty.find(in: Self.post("Content-Length: 0\r\nExpect: 100-continue", "")).map(\.body) == [""])
    }
}
