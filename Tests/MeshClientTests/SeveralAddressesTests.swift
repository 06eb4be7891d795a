import HTTP
import MeshClient
import Reactor
import Testing

@Suite("A client of a host with several addresses", .timeLimit(.minutes(10))) struct SeveralAddressesTests {
    /// A host of two addresses: at the first nobody listens.
    private func host(_ server: SocketAddress) -> Resolver {
        Resolver { _, port throws(SystemError) in
            ["127.0.0.99", "127.0.0.1"].compactMap { SocketAddress(numericHost: $0, port: port) }
        }
    }

    @Test func `posts to the address that answers`() async throws {
        let server = try ScriptedServer(
            HTTPScript { request in
                [.send(Array("HTTP/1.1 200 OK\r\n\r\n\(request.body.count) bytes".utf8)), .close]
            }
        )
        defer { server.stop() }

        let client = try HTTPClient(resolver: host(server.address), timeout: 240)
        let url = "http://mesh.test:\(server.address.port)/"
        let answer = try await client.post(url, body: [UInt8](repeating: 7, count: 300_000), contentType: "image/png")

        #expect(answer.text == "300000 bytes")
    }

    @Test func `opens its WebSocket at the address that answers`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }

        let url = "ws://mesh.test:\(server.address.port)/"
        let client = try await WebSocketClient.connect(to: url, resolver: host(server.address), timeout: 240)
        var messages = client.messages.makeAsyncIterator()
        try await client.send(text: "hello")

        #expect(try await messages.next() == .text("hello"))
    }

    @Test func `names the last address when none answers`() async throws {
        // A connected socket holds its port, and nobody listens there.
        let listener = try LinuxNetwork().listen(on: .loopback())
        let port = try LinuxNetwork().connect(to: listener.localAddress).localAddress.port
        let client = try HTTPClient(resolver: host(listener.localAddress), timeout: 240)
        let error = await #expect(throws: ClientError.self) { try await client.get("http://mesh.test:\(port)/") }
        #expect(error?.description == "connect 127.0.0.1:\(port): Connection refused")
    }

    @Test func `gives a name no more time than the whole request has`() async throws {
        let gate = Gate()
        defer { gate.open() }
        let resolver = Resolver { _, _ throws(SystemError) in
            gate.wait()
            return []
        }
        let client = try HTTPClient(resolver: resolver, timeout: 0)
        let error = await #expect(throws: ClientError.self) { try await client.get("http://mesh.test:1/") }
        #expect(error?.description.hasPrefix("getaddrinfo mesh.test: ") == true)
    }
}
