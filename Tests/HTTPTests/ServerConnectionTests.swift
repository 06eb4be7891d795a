import HTTP
import Testing

@Suite("A server's connection") struct ServerConnectionTests {
    static let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `answers pipelined requests one at a time, in their order`() throws {
        var connection = ServerConnection()
        connection.receive(Array((Self.get + Self.get.replacing("/a", with: "/b")).utf8).span)
        guard case .request(let first) = try connection.next() else { throw HTTPError.truncatedMessage }
        #expect(first.head.target.path == "/a")
        #expect(try connection.next() == nil)

        _ = connection.answer(Response(.ok))
        guard case .request(let second) = try connection.next() else { throw HTTPError.truncatedMessage }
        #expect(second.head.target.path == "/b")
        #expect(try connection.next() == nil)
    }

    @Test func `takes other limits from the next request on, and not for the one that has begun`() throws {
        let post = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n1234"
        for begun in ["", "PO", String(post.dropLast(2)), post] {
            var connection = ServerConnection(limits: HTTPLimits(bodyBytes: 4))
            connection.receive(Array(begun.utf8).span)
            let early = try connection.next()
            connection.setLimits(to: HTTPLimits(bodyBytes: 3))
            connection.receive(Array(post.dropFirst(begun.count).utf8).span)
            guard !begun.isEmpty else {
                #expect(throws: HTTPError.self) { try connection.next() }
                continue
            }
            #expect(try early ?? connection.next() != nil)
            _ = connection.answer(Response(.ok))
            connection.receive(Array(post.utf8).span)
            #expect(throws: HTTPError.self) { try connection.next() }
        }
    }

    @Test func `knows who asked for what makes no sense, and nothing of a head that makes none`() throws {
        for target in ["/%", "/%ff", "nonsense"] {
            var connection = ServerConnection()
            connection.receive(Array("HEAD \(target) HTTP/1.1\r\nHost: a\r\nOrigin: https://b\r\n\r\n".utf8).span)
            #expect(throws: HTTPError.self) { try connection.next() }
            #expect(connection.currentHead?.method == .head)
            #expect(connection.currentHead?.fields["origin"] == "https://b")
        }
        for head in ["GET /% HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n:\r\n\r\n", "GET\r\n\r\n"] {
            var connection = ServerConnection()
            connection.receive(Array(head.utf8).span)
            #expect(throws: HTTPError.self) { try connection.next() }
            #expect(connection.currentHead == nil)
        }
    }

    @Test(arguments: [1, 7, 1000])
    func `knows who asked at too great length, as far as that came`(portion: Int) throws {
        let lines = "Host: a\r\nOrigin: https://b\r\n"
        let target = String(repeating: "a", count: 200)
        let heads: [(String, HTTPError)] = [
            ("GET /\(target) HTTP/1.1\r\n\(lines)\r\n", .requestLineTooLong(limit: 99)),
            ("GET / HTTP/1.1\r\n\(lines)X: \(String(repeating: "y", count: 400))", .headTooLarge(limit: 300)),
            ("GET / HTTP/1.1\r\n\(lines)\(String(repeating: "y:\r\n", count: 200))", .tooManyFields(limit: 100)),
        ]
        for (head, error) in heads {
            var limits = HTTPLimits(headBytes: error == .tooManyFields(limit: 100) ? 2000 : 300)
            limits.requestLineBytes = 99
            var connection = ServerConnection(limits: limits)
            var found: HTTPError?
            var rest = Array(head.utf8)[...]
            while found == nil, !rest.isEmpty {
                connection.receive(Array(rest.prefix(portion)).span)
                rest = rest.dropFirst(portion)
                do throws(HTTPError) { _ = try connection.next() } catch { found = error }
            }
            #expect(found == error)
            #expect(connection.currentHead?.method == .get)
            #expect(connection.currentHead?.fields["origin"] == "https://b")
        }
    }

    @Test func `wants no more bytes from a client that runs far ahead`() throws {
        var connection = ServerConnection(limits: HTTPLimits(headBytes: 100))
        connection.receive(Array(Self.get.utf8).span)
        _ = try connection.next()
        #expect(connection.wantsBytes)
        connection.receive([UInt8](repeating: 0x61, count: 99).span)
        #expect(connection.wantsBytes)
        connection.receive([0x61].span)
        #expect(!connection.wantsBytes)
    }

    @Test func `tells silence from a head that is not complete, and that from a body that is not`() throws {
        var connection = ServerConnection()
        #expect(connection.unfinished == .nothing)
        connection.receive(Array("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r".utf8).span)
        #expect(try connection.next() == nil)
        #expect(connection.unfinished == .head)
        #expect(connection.currentHead == nil)
        connection.receive(Array("\n1".utf8).span)
        #expect(try connection.next() == nil)
        #expect(connection.unfinished == .body)
        #expect(connection.currentHead?.target.path == "/a")
        connection.receive(Array("2".utf8).span)
        #expect(try connection.next() != nil)
        #expect(connection.unfinished == .nothing)
        #expect(connection.currentHead?.target.path == "/a")
        _ = connection.answer(Response(.ok))
        #expect(connection.currentHead == nil)
    }

    @Test func `counts what it keeps of a client, the head as long as that is not answered`() throws {
        var connection = ServerConnection()
        connection.receive(Array("GET".utf8).span)
        #expect(try connection.next() == nil)
        #expect(connection.heldBytes == 3 && connection.unusedBytes == 3)
        connection.receive(Array(" /?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234".utf8).span)
        #expect(try connection.next() == nil)
        // The target as it came, its path, its query, and two lines.
        let head = 5 + 1 + 2 + 5 + 15
        #expect(connection.heldBytes == head + 4 && connection.unusedBytes == 4)
        connection.receive(Array("56789".utf8).span)
        #expect(try connection.next(unless: { _ in true }) == nil)
        #expect(connection.heldBytes == head + 9)
        #expect(try connection.next() != nil)
        #expect(connection.heldBytes == head && connection.unusedBytes == 0)
        _ = connection.answer(Response(.ok))
        #expect(connection.heldBytes == 0)
    }

    @Test func `remembers whose body was refused, and sends no body in answer to HEAD`() throws {
        var connection = ServerConnection(limits: HTTPLimits(bodyBytes: 1))
        connection.receive(
            Array("HEAD /a HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nContent-Length: 2\r\n\r\n".utf8).span
        )
        #expect(throws: HTTPError.bodyTooLarge(limit: 1)) { try connection.next() }
        #expect(connection.currentHead?.fields["origin"] == "http://b")
        #expect(connection.answer(Response(refusing: .bodyTooLarge(limit: 1))).hasSuffix("\r\n\r\n"))
    }

    @Test(arguments: [("GET", Status.ok, true), ("HEAD", .ok, false), ("GET", .notModified, false)])
    func `leaves the body to who shares it, and says whether there is to be one`(
        method: String,
        status: Status,
        hasBody: Bool
    ) throws {
        let response = Response(status, body: Array("shared".utf8))
        let answers = try [false, true].map { isApart in
            var connection = ServerConnection()
            connection.receive(Array(Self.get.replacing("GET", with: method).utf8).span)
            _ = try connection.next()
            var bytes: [UInt8] = []
            let told = connection.respond(response, wallSeconds: 0, into: &bytes, isBodyApart: isApart)
            #expect(told == hasBody)
            return bytes
        }
        #expect(answers[0] == answers[1] + (hasBody ? response.body : []))
    }

    @Test func `passes over empty lines before a request`() {
        var connection = ServerConnection()
        #expect(connection.find(in: "\r\n\r\n" + Self.get).map(\.path) == ["/a"])
        #expect(connection.find(in: ["\r", "\n", Self.get].map { Array($0.utf8) }).map(\.path) == ["/a"])
    }

    @Test func `takes no more than four empty lines before each request for a client's`() {
        var connection = ServerConnection()
        let lines = String(repeating: "\r\n", count: 4)
        #expect(connection.find(in: lines + Self.get + lines + Self.get).map(\.path) == ["/a", "/a"])
        #expect(connection.find(in: lines + "\r\n") == [.error(.malformedRequestLine)])
    }

    struct Persistence: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var isKept: Bool
        var said: String?

        init(_ version: String, _ connection: String? = nil, isKept: Bool, said: String? = nil) {
            let field = connection.map { "Connection: \($0)\r\n" } ?? ""
            testDescription = "GET / \(version)\r\nHost: a\r\n\(field)\r\n"
            self.isKept = isKept
            self.said = said
        }
    }

    @Test(arguments: [
        Persistence("HTTP/1.1", isKept: true),
        Persistence("HTTP/1.1", "close", isKept: false, said: "close"),
        Persistence("HTTP/1.1", "x, Close", isKept: false, said: "close"),
        Persistence("HTTP/1.1", "keep-alive, close", isKept: false, said: "close"),
        Persistence("HTTP/1.9", isKept: true),
        Persistence("HTTP/1.0", isKept: false, said: "close"),
        Persistence("HTTP/1.0", "Keep-Alive", isKept: true, said: "keep-alive"),
    ])
    func `stays or ends as both versions say`(persistence: Persistence) throws {
        var connection = ServerConnection()
        connection.receive(Array(persistence.testDescription.utf8).span)
        _ = try #require(try connection.next())
        let answer = connection.answer(Response(.ok))
        #expect(connection.isEnded == !persistence.isKept)
        let lines = answer.components(separator: "\r\n")
        #expect(lines.filter { $0.hasPrefix("Connection:") } == persistence.said.map { ["Connection: \($0)"] } ?? [])
    }

    @Test func `ends when the node wants it to`() throws {
        var connection = ServerConnection()
        connection.receive(Array((Self.get + Self.get).utf8).span)
        _ = try #require(try connection.next())
        #expect(connection.answer(Response(.ok), closing: true).contains("\r\nConnection: close\r\n"))
        #expect(connection.isEnded)
        #expect(try connection.next() == nil)
    }

    @Test func `can be refused in the middle of a request`() throws {
        var connection = ServerConnection()
        connection.receive(Array("GET /a HT".utf8).span)
        #expect(try connection.next() == nil)
        #expect(connection.answer(Response(.requestTimeout, text: "Too slow.")).hasPrefix("HTTP/1.1 408 "))
        #expect(connection.isEnded)
    }

    @Test func `hands over what follows an upgrade, untouched`() throws {
        let frame: [UInt8] = [0x81, 0x80, 0, 0, 0, 0, 0x0D, 0x0A]
        let request = "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close, Upgrade\r\n\r\n"
        var connection = ServerConnection()
        connection.receive((Array(request.utf8) + frame).span)
        _ = try #require(try connection.next())
        let answer = connection.answer(Response(.switchingProtocols, fields: ["Connection": "Upgrade"]))
        #expect(answer.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(!answer.contains("Content-Length"))
        #expect(!answer.contains("close"))
        #expect(try connection.next() == nil)
        #expect(connection.takeRemainder() == frame)
        #expect(connection.takeRemainder() == [])
    }
}

extension String {
    /// The parts between separators.
    func components(separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
