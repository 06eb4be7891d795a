import HTTP
import Testing

@Suite("A response") struct ResponseTests {
    /// What a client that sent `method` gets.
    private func sent(_ response: Response, to method: String = "GET") throws -> String {
        var connection = ServerConnection()
        connection.receive(Array("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n".utf8).span)
        _ = try #require(try connection.next())
        return connection.answer(response)
    }

    @Test func `is sent with date and length`() throws {
        let response = Response(.accepted, fields: ["Content-Type": "application/json"], body: Array("{}".utf8))
        #expect(
            try sent(response) == """
                HTTP/1.1 202 Accepted\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Content-Type: application/json\r
                Content-Length: 2\r
                \r
                {}
                """
        )
    }

    @Test func `has the length but not the body in answer to HEAD`() throws {
        let answer = try sent(Response(.ok, body: Array("hello".utf8)), to: "HEAD")
        #expect(answer.hasSuffix("\r\nContent-Length: 5\r\n\r\n"))
    }

    @Test func `has no length where there is never a body`() throws {
        #expect(try sent(Response(.noContent)).hasSuffix("GMT\r\n\r\n"))
    }

    @Test func `says why when it refuses`() throws {
        let answer = try sent(Response(refusing: .missingHost))
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nThe Host field is missing.\n"))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
        (1_767_225_599, "Wed, 31 Dec 2025 23:59:59 GMT"), (1_767_225_600, "Thu, 01 Jan 2026 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
    ])
    func `dates itself by the Gregorian calendar`(wallSeconds: Int64, date: String) {
        #expect(HTTPDate.imfFixdate(wallSeconds: wallSeconds) == date)
    }
}
