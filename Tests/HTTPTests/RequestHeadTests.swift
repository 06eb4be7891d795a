import HTTP
import Testing

@Suite("Decoding a request head") struct RequestHeadTests {
    static let upgrade =
        "GET /channels/tea%20room?history=10 HTTP/1.1\r\nHost: a.example:81\r\nConnection: x, Upgrade\r\n\r\n"

    @Test func `reads method, target, version and fields`() throws {
        let head = try #require(try RequestHead(decoding: Array(Self.upgrade.utf8).span))
        #expect(head.method == .get)
        #expect(head.target.path == "/channels/tea room")
        #expect(head.target.path(after: "/channels/") == "tea room")
        #expect(head.target.query["history"] == "10")
        #expect(head.version == .http11)
        #expect(head.fields["HOST"] == "a.example:81")
        #expect(head.fields.contains("upgrade", in: "connection"))
    }
}
