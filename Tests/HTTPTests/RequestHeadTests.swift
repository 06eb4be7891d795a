import Testing

@testable import HTTP

@Suite("Decoding a request head") struct RequestHeadTests {
    static let example =
        "GET /channels/tea%20room?history=10 HTTP/1.1\r\nHost: a.example:81\r\nConnection: x, Upgrade\r\nX-Empty:\r\n\r\n"

    @Test func `reads method, target, version and fields`() throws {
        let head = try #require(try RequestHead(decoding: Array(Self.example.utf8).span))
        #expect(head.method == .get)
        #expect(head.target.path == "/channels/tea room")
        #expect(head.target.query["history"] == "10")
        #expect(head.version == .http11)
        #expect(head.fields["HOST"] == "a.example:81")
        #expect(head.fields["x-empty"] == "")
        #expect(head.fields["absent"] == nil)
        #expect(head.fields.contains("upgrade", in: "connection"))
        #expect(!head.fields.contains("up", in: "connection"))
        #expect(head.authority == "a.example:81")
    }

    @Test func `waits for the empty line, and reads no further`() throws {
        let bytes = Array(Self.example.utf8)
        for count in bytes.indices {
            let part = Array(bytes[..<count])
            #expect(try RequestHead(decoding: part.span) == nil)
        }
        let tailed = bytes + [0x00, 0x0D, 0x0A]
        #expect(try RequestHead(decoding: tailed.span) == RequestHead(decoding: bytes.span))
    }

    @Test func `joins the members of a list over several lines`() throws {
        let head = try head("GET / HTTP/1.1", "Host: a", "Via: one , two", "Accept: x", "VIA:\t three, ,, \t")
        #expect(["one", "two", "three"].allSatisfy { head.fields.contains($0, in: "via") })
        #expect(head.fields.values(of: "via") == ["one , two", "three, ,,"])
    }

    @Test func `keeps bytes beyond ASCII in a value and in a target`() throws {
        let head = try head("GET /tee/grün HTTP/1.1", "Host: a", "X-Name: Jürgen")
        #expect(head.target.path == "/tee/grün")
        #expect(head.fields["x-name"] == "Jürgen")
    }

    @Test func `needs no Host in HTTP 1.0`() throws {
        #expect(try head("GET / HTTP/1.0").version == .http10)
    }

    @Test(arguments: ["a", "a:80", "a.b-c:65535", "127.0.0.1:8081", "[::1]:8081", "[2001:db8::1]", "", "a:"])
    func `accepts a host with or without a port`(host: String) throws {
        #expect(try head("GET / HTTP/1.1", "Host: \(host)").authority == host)
    }

    @Test func `believes the host of an absolute target before Host`() throws {
        #expect(try head("GET http://h:81/ HTTP/1.1", "Host: a").authority == "h:81")
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var error: HTTPError
        var status = Status.badRequest
    }

    @Test(arguments: [
        Violation(testDescription: "no version", text: "GET /\r\nHost: a\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "two spaces", text: "GET  / HTTP/1.1\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "space at the end", text: "GET / HTTP/1.1 \r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "space before", text: " GET / HTTP/1.1\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "method no token", text: "G(T / HTTP/1.1\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "lower-case version", text: "GET / http/1.1\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "version 1.10", text: "GET / HTTP/1.10\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "version a.1", text: "GET / HTTP/a.1\r\n\r\n", error: .malformedRequestLine),
        Violation(testDescription: "version 1.a", text: "GET / HTTP/1.a\r\n\r\n", error: .malformedRequestLine),
        Violation(
            testDescription: "the preface of HTTP/2",
            text: "PRI * HTTP/2.0\r\n\r\n",
            error: .unsupportedVersion,
            status: .httpVersionNotSupported
        ),
        Violation(
            testDescription: "version 0.9",
            text: "GET / HTTP/0.9\r\n\r\n",
            error: .unsupportedVersion,
            status: .httpVersionNotSupported
        ),
        Violation(testDescription: "no Host", text: "GET / HTTP/1.1\r\n\r\n", error: .missingHost),
        Violation(
            testDescription: "two Hosts",
            text: "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
            error: .repeatedHost
        ),
        Violation(
            testDescription: "Host with a path",
            text: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
            error: .malformedHost
        ),
        Violation(
            testDescription: "Host with a user",
            text: "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
            error: .malformedHost
        ),
        Violation(
            testDescription: "Host with a word port",
            text: "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n",
            error: .malformedHost
        ),
        Violation(
            testDescription: "Host with two words",
            text: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            error: .malformedHost
        ),
        Violation(
            testDescription: "Host with a caret",
            text: "GET / HTTP/1.1\r\nHost: a^\r\n\r\n",
            error: .malformedHost
        ),
        Violation(testDescription: "no address", text: "GET / HTTP/1.1\r\nHost: []\r\n\r\n", error: .malformedHost),
        Violation(testDescription: "open bracket", text: "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", error: .malformedHost),
        Violation(
            testDescription: "folded field",
            text: "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
            error: .foldedField
        ),
        Violation(testDescription: "no colon", text: "GET / HTTP/1.1\r\nHost\r\n\r\n", error: .malformedFieldName),
        Violation(testDescription: "no name", text: "GET / HTTP/1.1\r\n: a\r\n\r\n", error: .malformedFieldName),
        Violation(
            testDescription: "space before the colon",
            text: "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            error: .malformedFieldName
        ),
        Violation(
            testDescription: "name no token",
            text: "GET / HTTP/1.1\r\nHöst: a\r\n\r\n",
            error: .malformedFieldName
        ),
        Violation(testDescription: "bare LF", text: "GET / HTTP/1.1\nHost: a\n\n", error: .bareLineFeed),
        Violation(testDescription: "bare CR", text: "GET / HTTP/1.1\rHost: a\r\n\r\n", error: .bareCarriageReturn),
        Violation(testDescription: "NUL", text: "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", error: .controlCharacter),
        Violation(testDescription: "DEL", text: "GET / HTTP/1.1\r\nHost: a\u{7F}\r\n\r\n", error: .controlCharacter),
        Violation(testDescription: "TLS", text: "\u{16}\u{03}\u{01}", error: .controlCharacter),
        Violation(
            testDescription: "another expectation",
            text: "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n",
            error: .unknownExpectation,
            status: .expectationFailed
        ),
    ])
    func `names the rule the client broke`(violation: Violation) {
        let bytes = Array(violation.text.utf8)
        #expect(throws: violation.error) { try RequestHead(decoding: bytes.span) }
        #expect(violation.error.status == violation.status)

        var connection = ServerConnection()
        #expect(connection.find(in: bytes.map { [$0] }) == [.error(violation.error)])
    }

    @Test func `refuses a target that is not UTF-8`() {
        let bytes = Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        #expect(throws: HTTPError.targetNotUTF8) { try RequestHead(decoding: bytes.span) }
    }

    @Test(arguments: [8191, 8192, 8193])
    func `takes a request line of 8 KiB and no more`(length: Int) {
        let path = "/" + String(repeating: "a", count: length - "GET / HTTP/1.1".utf8.count)
        var connection = ServerConnection()
        let found = connection.find(in: [Array("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)])
        if length <= 8192 {
            #expect(found.map(\.path) == [path])
        } else {
            #expect(found == [.error(.requestLineTooLong(limit: 8192))])
            #expect(HTTPError.requestLineTooLong(limit: 8192).status == .uriTooLong)
        }
    }

    @Test(arguments: [999, 1000, 1001])
    func `takes a head of the limit and no more`(length: Int) {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        let text = start + String(repeating: "a", count: length - start.utf8.count - 4) + "\r\n\r\n"
        for pieces in [[Array(text.utf8)], text.utf8.map { [$0] }] {
            var connection = ServerConnection(limits: HTTPLimits(headBytes: 1000))
            let found = connection.find(in: pieces)
            if length <= 1000 {
                #expect(found.map(\.path) == ["/"])
            } else {
                #expect(found == [.error(.headTooLarge(limit: 1000))])
                #expect(HTTPError.headTooLarge(limit: 1000).status == .requestHeaderFieldsTooLarge)
            }
        }
    }

    private func head(_ lines: String...) throws -> RequestHead {
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return try #require(try RequestHead(decoding: bytes.span))
    }

    @Test(arguments: [HTTPLimits.mostFields, HTTPLimits.mostFields + 1])
    func `takes a hundred fields, and refuses more as soon as they are here`(count: Int) throws {
        let lines = ["GET / HTTP/1.1", "Host: a"] + Array(repeating: "a:", count: count - 1)
        let unfinished = lines.map { $0 + "\r\n" }.joined()
        if count <= HTTPLimits.mostFields {
            #expect(try RequestHead(decoding: Array(unfinished.utf8).span) == nil)
            #expect(try RequestHead(decoding: Array((unfinished + "\r\n").utf8).span)?.fields.lines.count == count)
        } else {
            #expect(throws: HTTPError.tooManyFields(limit: HTTPLimits.mostFields)) {
                try RequestHead(decoding: Array(unfinished.utf8).span)
            }
            #expect(HTTPError.tooManyFields(limit: 100).status == .requestHeaderFieldsTooLarge)
        }
    }

    @Test(arguments: [
        ("x, Upgrade", true), ("upgrade", true), ("UPGRADE ,", true), (",,\tupgrade\t,", true), ("up", false),
        ("upgrades", false), ("x upgrade", false), ("", false), (",", false),
    ])
    func `finds a token in a list`(list: String, isFound: Bool) throws {
        let head = try head("GET / HTTP/1.1", "Host: a", "Connection: y", "Connection: \(list)")
        #expect(head.fields.contains("upgrade", in: "connection") == isFound)
    }
}
