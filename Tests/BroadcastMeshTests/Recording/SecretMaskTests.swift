import Testing

@testable import BroadcastMesh

@Suite("What a client sends, as it is recorded", .computing) struct SecretMaskTests {
    private static let next = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let chunked = "POST /channels/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let upgrade =
        "GET /channels/a HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"

    static func masked(_ bytes: [UInt8]) -> [UInt8] {
        var mask = SecretMask()
        return bytes.map { mask.mask($0) }
    }

    private static func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("/start_web_socket?username=ana&session=8d1f-5e", "/start_web_socket?username=ana&session=xxxxxxx"),
        ("/start_web_socket?session=8d1f-5e&history=5", "/start_web_socket?session=xxxxxxx&history=5"),
        ("/x?%73ess%69on=8d1f&%61fter=a@1/2,b@3/4", "/x?%73ess%69on=xxxx&%61fter=a@1/2,b@3/4"),
        ("/?session=8d1f&session=5e", "/?session=xxxx&session=xx"), ("/?session", "/?session"),
        ("/channels/a?access_token=4711&name=..", "/channels/a?acxxxxxxxxxx=xxxx&name=.."),
        ("/channels/a?4711", "/channels/a?xxxx"), ("/?histori=5&history=5", "/?historx=x&history=5"),
        ("/channels/session=8d1f", "/channels/session=8d1f"), ("*", "*"),
        ("http://ana:s3cret@a:80/a?session=b&echo=false", "http://xxx:x0xxxx@x:00/a?session=x&echo=false"),
        ("HTTPS://localhost?after=", "HTTPS://xxxxxxxxx?after="), ("http://[::1f]:80", "http://[::00]:00"),
        ("ana:s3cret@a/?echo=false", "xxx:x0xxxx@x/?xxxx=xxxxx"), ("https//ana@a/b", "https//xxx@x/x"),
    ])
    func `has of a target what a node reads`(target: String, recorded: String) {
        let behind = " HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(Self.masked("GET \(target)\(behind)") == "GET \(recorded)\(behind)")
        #expect(Self.masked("\(Self.next)M-SEARCH \(target)\(behind)") == "\(Self.next)M-SEARCH \(recorded)\(behind)")
    }

    @Test(arguments: [
        ("GET /a b?session=8d1f HTTP/1.1", "GET /a x?xxxxxxx=9x9x xxxx/9.9"),
        (" /?session=8d HTTP/1.1", " /?session=xx HTTP/1.1"),
        ("GET\t/?session=8d1f HTTP/1.1", "GET\txxxxxxxxxxxxxx xxxxxxxx"), ("session=8d1f", "session=xxxx"),
        ("GET / HTTP/1.7", "GET / HTTP/1.9"), ("PRI * HTTP/2.0", "PRI * HTTP/9.9"),
    ])
    func `has of a request line what a node decides by, also where that is none`(line: String, recorded: String) {
        #expect(Self.masked("\(line)\r\nHost: a\r\n") == "\(recorded)\r\nHost: a\r\n")
    }

    @Test(arguments: [
        ("Cookie: a=b c", "Coxxxx: xxx x"), ("authorization:\tBearer 4711", "axxxxxxxxxxxx:\txxxxxx xxxx"),
        ("Referer: http://a/?session=b", "xxxxxxx: xxxxxxxxxxxxxxxxxxx"), ("X-Api-Key: 4711", "X-xxxxxxx: xxxx"),
        ("Cookie: a\r\n b=c", "Coxxxx: x\r\n xxx"), ("Cookie : a", "Coxxxx x x"), ("Host : a", "Host x x"),
        ("Cookie: a\nb=c\r\n", "Coxxxx: x\nx=x\r\n"), ("Hosts: a", "Hostx: x"), ("Hos: a", "Hos: x"), (": a", ": x"),
        ("Cookie: \u{E9}%41\u{1}", "Coxxxx: \u{A0}%78\u{1}"), ("4711", "xxxx"),
        (
            "Sec-WebSocket-Protocol: a.4711,mesh.channel.v1 , mesh.channel.v1.4711",
            "Sec-WebSocket-Protocol: xxxxxx,mesh.channel.v1 , mesh.channel.v1xxxxx"
        ),
        ("hOST: a:80", "hOST: a:80"), ("Origin: http://a", "Origin: http://a"),
        ("Connection: close", "Connection: close"),
    ])
    func `has of its fields those that a node reads`(field: String, recorded: String) {
        let start = "GET / HTTP/1.1\r\nHost: a\r\n"
        #expect(Self.masked("\(start)\(field)\r\n") == "\(start)\(recorded)\r\n")
    }

    @Test(arguments: [
        ("1;a=\"b \\\" c\";d\r\na\r\n0\r\n\r\n", "1;x=\"x \\\" x\";x\r\na\r\n0\r\n\r\n"),
        ("0\r\nAuthorization: a\r\n\r\n", "0\r\nxxxxxxxxxxxxx: x\r\n\r\n"),
        ("00\r\nHost: a\r\n b\r\nc\r\n\r\n", "00\r\nxxxx: x\r\n x\r\nx\r\n\r\n"),
    ])
    func `has nothing of a body in chunks but the body`(chunks: String, recorded: String) {
        let behind = "GET /?session=8d1f HTTP/1.1\r\n"
        #expect(
            Self.masked(Self.chunked + chunks + behind) == Self.chunked + recorded + "GET /?session=xxxx HTTP/1.1\r\n"
        )
    }

    @Test(arguments: [
        "POST /channels/a HTTP/1.1\r\nHost: a\r\ncontent-length: 11\r\n\r\nsession=abc",
        "\(chunked)b;x\r\n?session=ab\r\n1\r\na\r\n0\r\n\r\n", "GET /a/b?after=a@1/2 HTTP/1.0\r\n\r\n", "\r\n\r\n",
    ])
    func `is as it came in all else`(text: String) {
        #expect(Self.masked(text + Self.next) == text + Self.next)
    }

    @Test(arguments: [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 3\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PRI * HTTP/9.9\r\n\r\n", "\(chunked)3\r\nabc", "GET / HTTP/1.1\r\nHost: a\r\n x\r\n\r\n",
    ])
    func `has nothing of what comes behind a request that is refused`(request: String) {
        let rest = "Cookie: a\r\n\r\n\0\u{1}b"
        #expect(Self.masked(request + rest) == request + String(repeating: "x", count: rest.utf8.count))
    }

    private static let emptyChunks = String(upgrade.dropLast()) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"

    @Test(arguments: [upgrade, next + upgrade, emptyChunks, ""])
    func `is left alone from the first byte on of a WebSocket, or of a peer`(before: String) {
        var mask = SecretMask()
        for byte in before.utf8 { _ = mask.mask(byte) }
        #expect(!mask.isDone)
        _ = mask.mask(before.isEmpty ? 0 : 0x81)
        #expect(mask.isDone)
    }

    @Test func `is not left alone behind a request that makes no WebSocket of the connection`() {
        #expect(Self.masked(Self.next + "\0\u{1}Cookie: a") == Self.next + "\0\u{1}xxxxxxx x")
    }

    @Test(arguments: [
        ("a-b_c.d~e", "xxxxxxxxx"), ("%41+%7e", "%78x%78"), ("%C3%A9", "%C2%A0"), ("%f0%9f%98%80", "%f0%90%90%80"),
        ("%zz", "%xx"), ("%4", "%7"), ("%4z", "%7x"), ("%c0%af", "%c0%a0"), ("%ED%A0%80", "%ED%A0%80"),
        ("%%41", "%%78"), ("%\u{E9}", "%\u{A0}"), ("a#b\tc", "x#x\tx"),
    ])
    func `keeps of a session what decides whether it is one`(text: String, recorded: String) {
        #expect(Self.masked("GET /?session=\(text) ") == "GET /?session=\(recorded) ")
    }
}
