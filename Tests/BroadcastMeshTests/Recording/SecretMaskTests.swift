import Testing

@testable import BroadcastMesh

@Suite("What a client sends, as it is recorded", .computing) struct SecretMaskTests {
    private static let secret = "8d1f0277-5ecr-e700"

    private static func masked(_ text: String) -> String {
        var mask = SecretMask()
        return String(decoding: text.utf8.map { mask.mask($0) }, as: UTF8.self)
    }

    @Test(arguments: [
        "/start_web_socket?username=ana&session=SECRET", "/start_web_socket?session=SECRET&username=ana",
        "/x/start_web_socket?%73ess%69on=SECRET&a=b", "/?a&session=SECRET", "/?session=SECRET&session=SECRET",
    ])
    func `has no session, in whatever request it comes`(target: String) {
        let next = "GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
        let request = "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"

        let recorded = Self.masked(next + request.replacing("SECRET", with: Self.secret))

        #expect(recorded == next + request.replacing("SECRET", with: String(repeating: "x", count: Self.secret.count)))
    }

    @Test(arguments: ["_X", "get", "!", "a.b", "M-SEARCH", "9"])
    func `has no session behind a request of another method`(method: String) {
        let first = "\(method) / HTTP/1.1\r\nHost: a\r\n\r\n"
        let recorded = Self.masked(first + "GET /?session=\(Self.secret) HTTP/1.1\r\n\r\n")
        #expect(recorded == first + "GET /?session=xxxxxxxxxxxxxxxxxx HTTP/1.1\r\n\r\n")
    }

    @Test(arguments: ["Cookie", "authorization", "Proxy-Authorization"])
    func `has no credentials in its fields`(name: String) {
        let recorded = Self.masked("GET / HTTP/1.1\r\n\(name): a=b c\r\nHost: a\r\n\r\n")
        #expect(recorded == "GET / HTTP/1.1\r\n\(name): xxx x\r\nHost: a\r\n\r\n")
    }

    @Test(arguments: [
        "GET /channels/tea?username=ana&sessions=a&history=5 HTTP/1.1\r\nHost: session=a\r\n\r\n",
        "POST /channels/tea HTTP/1.1\r\ncontent-length: 11\r\n\r\nsession=abcGET / HTTP/1.1\r\n\r\n",
        "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nb;x=1\r\n?session=ab\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "GET /?session HTTP/1.1\r\n\r\n", "session=abc\r\n",
    ])
    func `is as it came in all else`(text: String) {
        #expect(Self.masked(text) == text)
    }

    @Test func `has no session behind a body in chunks`() {
        let chunks = "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n00\r\nTrailer: a\r\n\r\n"
        let recorded = Self.masked(chunks + "GET /?session=\(Self.secret) HTTP/1.1\r\n\r\n")
        #expect(recorded == chunks + "GET /?session=xxxxxxxxxxxxxxxxxx HTTP/1.1\r\n\r\n")
    }

    @Test func `is left alone from the first byte on that begins no request`() {
        var mask = SecretMask()
        for byte in "GET / HTTP/1.1\r\n\r\n".utf8 { _ = mask.mask(byte) }
        #expect(!mask.isDone)
        _ = mask.mask(0x81)
        #expect(mask.isDone)
    }

    @Test(arguments: [
        ("a-b_c.d~e", "xxxxxxxxx"), ("%41+%7e", "%78x%78"), ("%C3%A9", "%C2%A0"), ("%f0%9f%98%80", "%f0%90%90%80"),
        ("%zz", "%xx"), ("%4", "%7"), ("%4z", "%7x"), ("%c0%af", "%c0%a0"), ("%ED%A0%80", "%ED%A0%80"),
    ])
    func `keeps of a session what decides whether it is one`(text: String, recorded: String) {
        #expect(Self.masked("GET /?session=\(text) ") == "GET /?session=\(recorded) ")
    }
}
