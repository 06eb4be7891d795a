import HTTP
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("What a request costs", .computing) struct RequestPriceTests {
    /// Flags: each two of these are one character, and which two is known only from the beginning of all of them.
    private static let flags = String(repeating: "\u{1F1E6}", count: 3900)

    /// A value that is one character.
    private static let accents = "a" + String(repeating: "\u{301}", count: 7700)

    /// A list of as many members as there is room for.
    private static let list = String(repeating: "a,", count: 7700)

    @Test(arguments: ["GET /", "POST /channels/tea", "OPTIONS /channels/tea", "GET /channels/tea"])
    func `is a matter of its length, whatever its fields say`(line: String) throws {
        let names = [
            "Origin", "Accept-Encoding", "Content-Type", "If-None-Match", "Idempotency-Key", "X-Forwarded-For",
            "Sec-WebSocket-Protocol", "Sec-WebSocket-Key", "Access-Control-Request-Method",
        ]
        for name in names {
            for value in ["http://" + Self.flags, Self.accents, Self.list, String(repeating: "a ", count: 7700)] {
                let upgrade = name.hasPrefix("Sec-") ? "Upgrade: websocket\r\nConnection: upgrade\r\n" : ""
                let text = "\(line) HTTP/1.1\r\nHost: alpha\r\n\(upgrade)\(name): \(value)\r\n\r\n"
                let price = try price(of: Array(text.utf8))
                #expect(price.answer < 8 * price.reading, "\(name): \(value.prefix(16))")
            }
        }
    }

    @Test(arguments: ["/health", "/start_web_socket", "/channels/tea"])
    func `is a matter of its length, whatever its target says`(path: String) throws {
        let values = [(Self.flags, 1900), (Self.accents, 3800), (Self.list, 7600)]
        for value in values.map({ String($0.0.unicodeScalars.prefix($0.1)) }) {
            for query in ["?", "?a=", "?session=", "?after=", "?username=", "?channel=", "?echo=", "?users=", "x"] {
                let text = "GET \(path)\(query)\(value) HTTP/1.1\r\nHost: alpha\r\n\r\n"
                let price = try price(of: Array(text.utf8))
                #expect(price.answer < 8 * price.reading, "\(query): \(value.prefix(16))")
            }
        }
    }

    @Test(arguments: ["", "docs/", "x"])
    func `is a matter of its length, whatever path it has, also beside files of one's own`(front: String) throws {
        // As long as any path that is asked for, so that each is looked up.
        let longest = String(repeating: "a", count: 8000)
        let files = PublicFiles("web", [("index.html", []), (longest, [])])
        for value in [(Self.flags, 1900), (Self.accents, 3800)].map({ String($0.0.unicodeScalars.prefix($0.1)) }) {
            for end in ["", "/"] {
                let text = "GET /\(front)\(value)\(end) HTTP/1.1\r\nHost: alpha\r\n\r\n"
                let price = try price(of: Array(text.utf8), showing: files)
                #expect(price.answer < 8 * price.reading, "\(front)\(value.prefix(16))")
            }
        }
    }

    /// No request came of it.
    private struct Unread: Error {}

    /// What it costs to read a request's bytes, and to answer what it says: the best of a few, and of more where a busy
    /// machine has made one of them dear.
    private func price(of bytes: [UInt8], showing files: PublicFiles? = nil) throws -> (reading: Int64, answer: Int64) {
        let json = #"""
            { "limits": { "trusted_proxies": ["127.0.0.1"] },
              "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" }] }
            """#
        var mesh = try MeshConfiguration(parsing: Array(json.utf8))
        mesh.publicFiles = files
        let policy = OriginPolicy(mesh)
        let compressed = CompressedTexts(in: LinuxWorld(), isDemonstration: false)
        var routes = Routes(mesh, of: mesh.nodes[0], compressed: compressed)
        let peer = SocketAddress(127, 0, 0, 1, port: 4711)
        var best = (reading: Int64.max, answer: Int64.max)
        for now in 1...50 where now <= 5 || best.answer >= 8 * best.reading {
            var connection = ServerConnection()
            let start = Clock.threadProcessor()
            connection.receive(bytes.span)
            guard case .request(let request) = try connection.next() else { throw Unread() }
            let between = Clock.threadProcessor()
            let view = Routes.View(phase: .serving, hasRoom: true, now: Int64(now) * 1_000_000_000)
            let directive = routes.directive(for: request, from: peer, in: view)
            var response = Response(.ok, text: "ok")
            if case .answer(let answer) = directive { response = answer }
            response.share(inAnswerTo: request.head, by: policy)
            best.reading = min(best.reading, between - start)
            best.answer = min(best.answer, Clock.threadProcessor() - between)
        }
        return best
    }
}
