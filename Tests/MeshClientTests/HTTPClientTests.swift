import MeshClient
import HTTP
import Reactor
import Testing

@Suite("An HTTP client", .timeLimit(.minutes(10))) struct HTTPClientTests {
    @Test func `sends a request and returns status, fields and body`() async throws {
        let server = try ScriptedServer(
            HTTPScript { request in
                let said = "\(request.head.method.rawValue) \(request.head.target.text)"
                return [.send(Array("HTTP/1.1 404 Not Found\r\nX-Said: \(said)\r\nContent-Length: 3\r\n\r\nno!".utf8))]
            }
        )
        defer { server.stop() }

        let answer = try await HTTPClient(timeout: 240).get(server.url("http", "/tea?x=1"))

        #expect(answer.status == 404)
        #expect(answer.field("x-said") == "GET /tea?x=1")
        #expect(answer.text == "no!")
    }

    @Test func `posts a body with its type and its host`() async throws {
        let server = try ScriptedServer(
            HTTPScript { request in
                let fields = request.head.fields
                let said = "\(fields["Content-Type"] ?? "") \(fields["Host"] ?? "") \(request.body.count)"
                return [.send(Array("HTTP/1.1 200 OK\r\n\r\n\(said)".utf8)), .close]
            }
        )
        defer { server.stop() }

        let body = [UInt8](repeating: 7, count: 1_000_000)
        let answer = try await HTTPClient(timeout: 240).post(server.url("http"), body: body, contentType: "image/png")

        #expect(answer.text == "image/png \(server.address) 1000000")
    }

    @Test func `says when the connection was lost in the middle of the answer`() async throws {
        let server = try ScriptedServer(
            HTTPScript { _ in [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nn".utf8)), .close] }
        )
        defer { server.stop() }
        await #expect(throws: ClientError.connectionLost) { try await HTTPClient(timeout: 240).get(server.url("http")) }
    }

    @Test func `says what broke the connection`() async throws {
        let server = try ScriptedServer(HTTPScript { _ in [.reset] })
        defer { server.stop() }
        let error = await #expect(throws: ClientError.self) {
            try await HTTPClient(timeout: 240).get(server.url("http"))
        }
        #expect(error?.description == "the connection was lost: recv: Connection reset by peer")
    }

    @Test func `names the rule that the server broke`() async throws {
        let server = try ScriptedServer(HTTPScript { _ in [.send(Array("HELLO\r\n\r\n".utf8))] })
        defer { server.stop() }
        let error = await #expect(throws: ClientError.self) {
            try await HTTPClient(timeout: 240).get(server.url("http"))
        }
        #expect(error?.description.hasPrefix("the server broke the protocol: ") == true)
    }

    @Test func `gives up when its time is over`() async throws {
        let server = try ScriptedServer(HTTPScript { _ in [] })
        defer { server.stop() }
        await #expect(throws: ClientError.timedOut) { try await HTTPClient(timeout: 0).get(server.url("http")) }
    }

    @Test func `names the address where nobody listens`() async throws {
        // A connected socket holds its port, and nobody listens there.
        let listener = try LinuxNetwork().listen(on: .loopback())
        let socket = try LinuxNetwork().connect(to: listener.localAddress)
        let error = await #expect(throws: ClientError.self) {
            try await HTTPClient(timeout: 240).get("http://\(socket.localAddress)/")
        }
        #expect(error?.description == "connect \(socket.localAddress): Connection refused")
    }

    @Test(arguments: [
        ClientError.timedOut, .connectionLost, .protocolBroken("a rule"), .refused(status: 404, reason: "no"), .closed,
    ])
    func `says of what goes wrong where it did, and no secret`(error: ClientError) {
        let told = error.told(ofServerAt: "wss://a:1/start_web_socket?session=secret")
        #expect(told.contains("https://a:1"))
        #expect(!told.contains("secret"))
        for url in ["ftp://a?session=secret", "http://ana:secret@a/b", "http://a b?session=secret"] {
            let error = #expect(throws: ClientError.self) { try ClientURL(url) }
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test(arguments: ["ftp://localhost/", "http://", "http://a b/", "http://localhost:x/"])
    func `refuses what is no URL for it`(url: String) async {
        await #expect(throws: ClientError.malformedURL(url)) { try await HTTPClient(timeout: 240).get(url) }
    }
}
