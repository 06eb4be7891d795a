import HTTP
import Testing

/// Requests about whose end two readers could disagree, so that the second would take a body for a request.
@Suite("A request whose end is not clear") struct SmugglingTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var fields: String
        var error: HTTPError
        var version = "HTTP/1.1"
        var status = Status.badRequest
    }

    static let attacks = [
        Attack(
            testDescription: "length and chunks",
            fields: "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
            error: .contentLengthWithTransferEncoding
        ),
        Attack(
            testDescription: "chunks and length",
            fields: "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            error: .contentLengthWithTransferEncoding
        ),
        Attack(
            testDescription: "two lengths",
            fields: "Content-Length: 4\r\nContent-Length: 5\r\n",
            error: .repeatedContentLength
        ),
        Attack(
            testDescription: "the same length twice",
            fields: "Content-Length: 4\r\nContent-Length: 4\r\n",
            error: .repeatedContentLength
        ),
        Attack(
            testDescription: "a list of lengths",
            fields: "Content-Length: 4, 4\r\n",
            error: .malformedContentLength
        ),
        Attack(testDescription: "a signed length", fields: "Content-Length: +4\r\n", error: .malformedContentLength),
        Attack(testDescription: "a negative length", fields: "Content-Length: -1\r\n", error: .malformedContentLength),
        Attack(
            testDescription: "a hexadecimal length",
            fields: "Content-Length: 0x4\r\n",
            error: .malformedContentLength
        ),
        Attack(testDescription: "an empty length", fields: "Content-Length:\r\n", error: .malformedContentLength),
        Attack(
            testDescription: "digits of another script",
            fields: "Content-Length: ٤\r\n",
            error: .malformedContentLength
        ),
        Attack(
            testDescription: "a length beyond 64 bits",
            fields: "Content-Length: 99999999999999999999\r\n",
            error: .bodyTooLarge(limit: 100),
            status: .contentTooLarge
        ),
        Attack(
            testDescription: "another coding",
            fields: "Transfer-Encoding: gzip, chunked\r\n",
            error: .unknownTransferCoding,
            status: .notImplemented
        ),
        Attack(
            testDescription: "a coding that only looks like chunked",
            fields: "Transfer-Encoding: xchunked\r\n",
            error: .chunkedNotLast
        ),
        Attack(
            testDescription: "chunked in quotes",
            fields: "Transfer-Encoding: \"chunked\"\r\n",
            error: .chunkedNotLast
        ),
        Attack(
            testDescription: "chunked twice",
            fields: "Transfer-Encoding: chunked, chunked\r\n",
            error: .malformedTransferEncoding
        ),
        Attack(
            testDescription: "chunked on two lines",
            fields: "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            error: .malformedTransferEncoding
        ),
        Attack(
            testDescription: "another coding after chunked",
            fields: "Transfer-Encoding: chunked, x\r\n",
            error: .chunkedNotLast
        ),
        Attack(
            testDescription: "another coding on a second line",
            fields: "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            error: .chunkedNotLast
        ),
        Attack(
            testDescription: "chunked with a parameter",
            fields: "Transfer-Encoding: chunked;q=1\r\n",
            error: .malformedTransferEncoding
        ),
        Attack(
            testDescription: "chunked before a comma",
            fields: "Transfer-Encoding: chunked,\r\n",
            error: .malformedTransferEncoding
        ),
        Attack(testDescription: "no coding", fields: "Transfer-Encoding:\r\n", error: .malformedTransferEncoding),
        Attack(
            testDescription: "chunks in HTTP/1.0",
            fields: "Transfer-Encoding: chunked\r\n",
            error: .transferEncodingBeforeVersion11,
            version: "HTTP/1.0"
        ),
        Attack(
            testDescription: "a space before the colon",
            fields: "Content-Length : 4\r\n",
            error: .malformedFieldName
        ),
        Attack(
            testDescription: "a space before the colon of a coding",
            fields: "Transfer-Encoding : chunked\r\n",
            error: .malformedFieldName
        ),
        Attack(
            testDescription: "a bare CR in a field",
            fields: "X: y\rTransfer-Encoding: chunked\r\n",
            error: .bareCarriageReturn
        ),
        Attack(
            testDescription: "a NUL in a field",
            fields: "Transfer-Encoding: chunked\u{0}\r\n",
            error: .controlCharacter
        ),
        Attack(
            testDescription: "chunked on a folded line",
            fields: "Transfer-Encoding:\r\n chunked\r\n",
            error: .foldedField
        ),
        Attack(
            testDescription: "a vertical tab before chunked",
            fields: "Transfer-Encoding: \u{0B}chunked\r\n",
            error: .controlCharacter
        ),
        Attack(
            testDescription: "a field behind a bare LF",
            fields: "X: y\nTransfer-Encoding: chunked\r\n",
            error: .bareLineFeed
        ),
    ]

    @Test(arguments: attacks)
    func `is refused, and nothing after it is read`(attack: Attack) {
        let text = "POST / \(attack.version)\r\nHost: a\r\n\(attack.fields)\r\n"
        let smuggled = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n"
        for pieces in [[Array((text + smuggled).utf8)], (text + smuggled).utf8.map { [$0] }] {
            var connection = ServerConnection(limits: HTTPLimits(bodyBytes: 100))
            #expect(connection.find(in: pieces) == [.error(attack.error)])
            #expect(attack.error.status == attack.status)
            #expect(connection.find(in: "GET / HTTP/1.1\r\nHost: a\r\n\r\n") == [])
            #expect(!connection.wantsBytes)
            #expect(connection.answer(Response(refusing: attack.error)).contains("\r\nConnection: close\r\n"))
            #expect(connection.isEnded)
        }
    }
}
