import FoundationEssentials
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("A node over HTTP", .timeLimit(.minutes(10))) struct HTTPServingTests {
    @Test func `says that it is well`() async throws {
        try await withNode { serving in
            let answer = try await HTTPClient(timeout: 240).get(serving.url("/health"))
            #expect(answer.status == 200)
            #expect(answer.text == "{\"status\":\"ok\"}\n")
        }
    }

    @Test func `serves the page with a policy that lets nothing else in`() async throws {
        try await withNode { serving in
            let answer = try await HTTPClient(timeout: 240).get(serving.url("/"))
            #expect(answer.status == 200)
            #expect(answer.field("content-type") == "text/html; charset=utf-8")
            #expect(answer.field("content-security-policy")?.hasPrefix("default-src 'none'") == true)
            #expect(answer.text.hasPrefix("<!"))
        }
    }

    @Test(arguments: [
        ("text/plain", WebSocketMessage.text("\"hello\"")), ("text/html; charset=utf-8", .text("\"hello\"")),
        ("Application/JSON", .text("\"hello\"")), ("application/x-www-form-urlencoded", .text("\"hello\"")),
        ("application/octet-stream", .binary(Array("\"hello\"".utf8))),
    ])
    func `posts a body as text or as bytes, as its type says`(type: String, message: WebSocketMessage) async throws {
        try await withNode { serving in
            let ana = try await serving.connect("/channels/a%20b")
            let url = serving.url("/channels/a%20b")
            let answer = try await HTTPClient(timeout: 240).post(url, body: Array("\"hello\"".utf8), contentType: type)
            #expect(answer.status == 202)
            #expect(answer.text.hasPrefix("{\"id\":\"alpha@"))
            var messages = ana.messages.makeAsyncIterator()
            #expect(try await messages.next() == message)
            let malformed = try await HTTPClient(timeout: 240).post(url, body: Array("[1,]".utf8), contentType: type)
            #expect(malformed.status == (type.hasSuffix("JSON") ? 400 : 202))
        }
    }

    @Test func `refuses text that is no UTF-8, large bodies, and posts above the rate`() async throws {
        let limits = #""limits": { "message_bytes": 100, "messages_per_second": 1 }, "#
        try await withNode(limits) { serving in
            let client = try HTTPClient(timeout: 240)
            let url = serving.url("/channels/tea")
            let large = [UInt8](repeating: 0x78, count: 101)
            #expect(try await client.post(url, body: large, contentType: "text/plain").status == 413)
            #expect(try await client.post(url, body: [0xFF], contentType: "text/plain").status == 400)
            #expect(try await client.post(url, body: [0xFF], contentType: "image/png").status == 202)
            // All at once: one after the other, a slow machine may stay below the rate.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await client.post(url, body: [0xFF], contentType: "image/png").status }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(statuses.contains(429) && statuses.isSubset(of: [202, 429]))
        }
    }

    @Test func `answers all requests of one write, however late the answers are read`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.setReading(false)
            // Eight megabytes of answers: more than the kernel holds for a client.
            let request = "GET / HTTP/1.1\r\nHost: mesh\r\n"
            try await client.send(
                String(repeating: request + "\r\n", count: 399) + request + "Connection: close\r\n\r\n"
            )
            try await client.setReading(true)
            let answers = String(decoding: await client.takeRest(), as: UTF8.self)
            #expect(answers.split(separator: "HTTP/1.1 200 OK").count == 400)
        }
    }

    @Test func `reports what it knows`() async throws {
        struct Report: Decodable {
            struct Channel: Decodable {
                var kind: String
                var name: String
                var clients: Int
                var messages: Int
            }
            struct Messages: Decodable {
                var posted: Int
                var delivered: Int
            }
            struct User: Decodable, Equatable {
                var username: String
                var node: String
                var channel: String
            }
            var node: String
            var clients: Int
            var users: [User]
            var channels: [Channel]
            var messages: Messages
        }
        try await withNode { serving in
            let ana = try await serving.connect("/start_web_socket?username=ana")
            let relays = [try await serving.connect("/channels/tea"), try await serving.connect("/channels/tea")]
            try await relays[0].send(text: "hello")
            for relay in relays {
                var messages = relay.messages.makeAsyncIterator()
                _ = try await messages.next()
            }
            let answer = try await HTTPClient(timeout: 240).get(serving.url("/status"))
            let report = try JSONDecoder().decode(Report.self, from: Data(answer.body))
            #expect(report.node == "alpha")
            #expect(report.clients == 3)
            #expect(report.users == [Report.User(username: "ana", node: "alpha", channel: "chat")])
            #expect(report.messages.posted == 1)
            #expect(report.messages.delivered == 2)
            let tea = try #require(report.channels.first { $0.name == "tea" })
            #expect(tea.kind == "relay" && tea.clients == 2 && tea.messages == 1)
            let metrics = try await HTTPClient(timeout: 240).get(serving.url("/metrics")).text
            #expect(metrics.contains("\nmesh_messages_delivered_total 2\n"))
            // A client that nobody needs any more is closed, so they must be needed until here.
            for client in relays + [ana] { _ = await client.close() }
        }
    }

    @Test(arguments: [
        ("GET /status", "", 200), ("GET /nothing", "", 404), ("PUT /status", "", 405), ("GET /channels/tea", "", 426),
        ("POST /channels/tea", "Content-Length: 0\r\n", 202), ("POST /channels/tea", "Content-Length: 101\r\n", 413),
        ("POST /channels/tea", "Content-Length: 1\r\nContent-Type: text/plain\r\n\r\n\u{80}", 400),
        ("GET /%", "", 400), ("POST /channels/%ff", "", 400),
        ("POST /channels/tea", "Transfer-Encoding: x\r\n", 400), ("OPTIONS /channels/tea", "", 204),
    ])
    func `lets admitted pages read every answer, and no others`(line: String, fields: String, status: Int) async throws
    {
        let settings = #""limits": { "message_bytes": 100 }, "origins": ["http://bravo.example"], "#
        try await withNode(settings) { serving in
            for (origin, isAdmitted) in [("http://bravo.example", true), ("http://evil.example", false)] {
                let client = try await RawClient(to: serving.address)
                // As Latin-1, so that a test can send a byte that is no UTF-8.
                let text = "\(line) HTTP/1.1\r\nHost: alpha\r\nOrigin: \(origin)\r\n\(fields)\r\n"
                try await client.send(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
                let head = await client.takeHead().lowercased()
                let isForbidden = !isAdmitted && [202, 400].contains(status) && fields.contains("ength")
                #expect(head.hasPrefix("http/1.1 \(isForbidden ? 403 : status) "))
                #expect(head.contains("access-control-allow-origin: \(origin)\r\n") == isAdmitted)
                #expect(head.contains("\r\nvary: origin\r\n"))
            }
        }
    }

    @Test func `answers the preflight of an admitted page`() async throws {
        try await withNode("\"origins\": [\"http://bravo.example\"], ") { serving in
            let client = try await RawClient(to: serving.address)
            let asked = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
            try await client.send(
                "OPTIONS /channels/tea HTTP/1.1\r\nHost: a\r\nOrigin: http://bravo.example\r\n\(asked)\r\n"
            )
            let head = await client.takeHead()
            #expect(head.hasPrefix("HTTP/1.1 204 "))
            for line in [
                "Allow: GET, HEAD, POST, OPTIONS", "Access-Control-Allow-Origin: http://bravo.example",
                "Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS",
                "Access-Control-Allow-Headers: content-type, idempotency-key", "Access-Control-Max-Age: 600",
            ] {
                #expect(head.contains("\r\n\(line)\r\n"))
            }
            // Without a body: what comes next is the next answer.
            try await client.send("OPTIONS * HTTP/1.0\r\n\r\n")
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 204 "))
        }
    }

    @Test func `posts once what comes twice with the same key`() async throws {
        try await withNode { serving in
            let ana = try await serving.connect("/channels/tea")
            var ids: [String] = []
            for (key, body) in [("\"k1\"", "a"), ("k1", "a"), ("k2", "b")] {
                let client = try await RawClient(to: serving.address)
                let fields = "Content-Type: text/plain\r\nContent-Length: 1\r\nConnection: close\r\n"
                try await client.send(
                    "POST /channels/tea HTTP/1.1\r\nHost: a\r\nIdempotency-Key: \(key)\r\n\(fields)\r\n\(body)"
                )
                #expect(await client.takeHead().hasPrefix("HTTP/1.1 202 "))
                ids.append(String(decoding: await client.takeRest(), as: UTF8.self))
            }
            #expect(ids[0] == ids[1] && ids[0] != ids[2])
            var messages = ana.messages.makeAsyncIterator()
            #expect(try await messages.next() == .text("a"))
            #expect(try await messages.next() == .text("b"))
        }
    }

    @Test(arguments: ["", String(repeating: "k", count: 129)])
    func `refuses a key that is none`(key: String) async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.send(
                "POST /channels/tea HTTP/1.1\r\nHost: a\r\nIdempotency-Key: \(key)\r\nContent-Length: 0\r\n\r\n"
            )
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func `refuses keys that are no text, rather than take two of them for one`() async throws {
        try await withNode { serving in
            for byte: UInt8 in [0xFF, 0xFE] {
                let client = try await RawClient(to: serving.address)
                var request = Array("POST /channels/tea HTTP/1.1\r\nHost: a\r\nIdempotency-Key: ".utf8)
                request.append(byte)
                try await client.send(request + Array("\r\nContent-Length: 0\r\n\r\n".utf8))
                #expect(await client.takeHead().hasPrefix("HTTP/1.1 400 "))
            }
        }
    }

    @Test func `takes any other field that is no text`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            let cookie = Array("GET /health HTTP/1.1\r\nHost: a\r\nCookie: ".utf8) + [0xFF]
            try await client.send(cookie + Array("\r\n\r\n".utf8))
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `does not send the page again to who has it`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.send("HEAD /chat HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = await client.takeHead()
            let tag = try #require(head.split(separator: "\r\n").first { $0.hasPrefix("ETag: ") }?.dropFirst(6))
            for (condition, status) in [(String(tag), 304), ("\"x\", W/\(tag)", 304), ("\"x\"", 200)] {
                try await client.send("HEAD / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \(condition)\r\n\r\n")
                #expect(await client.takeHead().hasPrefix("HTTP/1.1 \(status) "))
            }
        }
    }

    @Test func `answers several requests that came at once, in their order, on one connection`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            let get = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
            try await client.send(get + "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + "GET /no HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 200 "))
            _ = await client.take(16)
            #expect(await client.takeHead().contains("Content-Type: text/html"))
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400), ("BAD\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("GET /\(String(repeating: "x", count: 8200)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 17_000))\r\n\r\n", 431),
        ("GET /channels/tea HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 426),
        ("PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405),
        ("POST /channels/tea HTTP/1.1\r\nHost: a\r\nOrigin: http://evil\r\nConnection: close\r\n\r\n", 403),
    ])
    func `refuses with a status and a reason, and ends the connection`(request: String, status: Int) async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.send(request)
            let text = String(decoding: await client.takeRest(), as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 \(status) "))
            #expect(!text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(arguments: [
        ("POST /channels/tea", "", 202),
        ("POST /channels/tea", "Idempotency-Key: \(String(repeating: "k", count: 129))\r\n", 400),
        ("GET /status", "", 200), ("GET /nothing", "", 404), ("PUT /channels/tea", "", 405), ("DELETE /", "", 405),
        ("POST /status", "", 405), ("GET /channels/tea", "", 426),
        ("POST /channels/tea", "Origin: http://evil\r\n", 403),
        ("POST /channels/\(String(repeating: "x", count: 257))", "", 400),
    ])
    func `asks for a body that waits to be asked for only where it is welcome`(
        line: String,
        fields: String,
        status: Int
    ) async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            let body = "Expect: 100-continue\r\nContent-Length: 2\r\n"
            try await client.send("\(line) HTTP/1.1\r\nHost: a\r\n\(fields)\(body)\r\n")
            let isWelcome = status < 300
            let head = await client.takeHead()
            #expect(head.hasPrefix("HTTP/1.1 \(isWelcome ? 100 : status) "))
            guard isWelcome else {
                #expect(head.contains("\r\nConnection: close\r\n"))
                return
            }
            try await client.send("hi")
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 \(status) "))
        }
    }

    @Test func `refuses upgrades over the number of clients with 503, and goes on answering`() async throws {
        try await withNode(#""limits": { "clients": 1 }, "#) { serving in
            let ana = try await serving.connect("/channels/tea")
            await #expect(throws: ClientError.self) { try await serving.connect("/channels/tea") }
            let client = try await RawClient(to: serving.address)
            try await client.send(RawClient.upgrade("/channels/tea"))
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 503 "))
            #expect(try await HTTPClient(timeout: 240).get(serving.url("/health")).status == 200)
            _ = await ana.close()
        }
    }

    @Test func `takes frames that follow the request for a WebSocket at once`() async throws {
        try await withNode { serving in
            let client = try await RawClient(to: serving.address)
            try await client.send(Array(RawClient.upgrade("/").utf8) + RawClient.frame(.text, [0x61]))
            #expect(await client.takeHead().hasPrefix("HTTP/1.1 101 "))
            #expect(try await client.takeFrame() == (.text, [0x61]))
        }
    }

    @Test func `tells clients with 1001 that it stops, and open connections with 503`() async throws {
        let serving = try await ServingNode()
        let ana = try await serving.connect("/start_web_socket?username=ana")
        let http = try await RawClient(to: serving.address)
        let health = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
        try await http.send(health)
        #expect(await http.takeHead().hasPrefix("HTTP/1.1 200 "))
        _ = await http.take(16)
        async let stopped: Void = serving.node.stop()
        #expect(await ana.end.code == 1001)
        try await http.send(health)
        #expect(await http.takeHead().hasPrefix("HTTP/1.1 503 "))
        await stopped
        await #expect(throws: ClientError.self) { try await HTTPClient(timeout: 240).get(serving.url("/health")) }
    }
}
