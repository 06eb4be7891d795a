import MeshClient
import Reactor
import Synchronization
import Testing
import WebSocket

@Suite("A WebSocket client", .timeLimit(.minutes(10))) struct WebSocketClientTests {
    @Test func `sends text and bytes, and gets both back as what they are`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws", "/any?path"), timeout: 240)
        var messages = client.messages.makeAsyncIterator()

        try await client.send(text: "grüße 👋")
        try await client.send(binary: [0, 255])
        try await client.send(text: "")

        #expect(try await messages.next() == .text("grüße 👋"))
        #expect(try await messages.next() == .binary([0, 255]))
        #expect(try await messages.next() == .text(""))
    }

    @Test func `carries large messages both ways`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        var messages = client.messages.makeAsyncIterator()
        let large = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })

        for _ in 0..<3 { try await client.send(binary: large) }

        for _ in 0..<3 { #expect(try await messages.next() == .binary(large)) }
    }

    @Test func `reads frames that came together with the server's answer, and ends with its close frame`() async throws
    {
        var script = WebSocketScript()
        Frame.encodeServer(.text, [0x68, 0x69].span, into: &script.greeting)
        script.greeting += CloseFrame.server(code: 1008, reason: "Username ana is already taken")
        let server = try ScriptedServer(script)
        defer { server.stop() }

        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        var received: [WebSocketMessage] = []
        for try await message in client.messages { received.append(message) }
        #expect(received == [.text("hi")])
        #expect(await client.end == WebSocketEnd(code: 1008, reason: "Username ana is already taken"))
        await #expect(throws: ClientError.closed) { try await client.send(text: "late") }
    }

    @Test func `closes with a code, and waits for the server's answer`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        let end = await client.close(code: 3456, reason: "done")

        #expect(end == WebSocketEnd(code: 3456, reason: ""))
        #expect(end.isClean)
    }

    @Test func `answers a ping with its payload`() async throws {
        var script = WebSocketScript()
        Frame.encodeServer(.ping, [1, 2, 3].span, into: &script.greeting)
        script.handleOther = { step, bytes in
            guard case .pong = step else { return [] }
            var frame: [UInt8] = []
            Frame.encodeServer(.binary, bytes.span, into: &frame)
            return [.send(frame)]
        }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        var messages = client.messages.makeAsyncIterator()
        #expect(try await messages.next() == .binary([1, 2, 3]))
    }

    @Test func `says what broke the connection`() async throws {
        var script = WebSocketScript()
        script.handleMessage = { _, _ in [.reset] }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        try await client.send(text: "go")

        let error = await #expect(throws: ClientError.self) { for try await _ in client.messages {} }
        #expect(error?.description == "the connection was lost: recv: Connection reset by peer")
        #expect(await client.end == WebSocketEnd(code: 1006, reason: ""))
    }

    @Test func `throws when the connection is lost without a close frame`() async throws {
        var script = WebSocketScript()
        script.handleMessage = { _, _ in [.close] }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        try await client.send(text: "go")

        await #expect(throws: ClientError.connectionLost) { for try await _ in client.messages {} }
        #expect(await client.end == WebSocketEnd(code: 1006, reason: ""))
        #expect(await client.end.isClean == false)
    }

    @Test func `tells the server which rule it broke`() async throws {
        var script = WebSocketScript()
        script.greeting = [0x81, 0x80, 0, 0, 0, 0]
        let codes = Codes()
        script.handleOther = { step, _ in
            if case .close(let code, _) = step { codes.add(code) }
            return [.close]
        }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        await #expect(throws: ClientError.protocolBroken("A server must not mask its frames")) {
            for try await _ in client.messages {}
        }
        #expect(await codes.next() == 1002)
    }

    @Test(arguments: [
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 11\r\n\r\nToo many.\r\n",
        "HTTP/1.0 503 Service Unavailable\r\n\r\nToo many.\r\n",
    ])
    func `says what the server answered instead of opening`(answer: String) async throws {
        let server = try ScriptedServer(HTTPScript { _ in [.send(Array(answer.utf8)), .close] })
        defer { server.stop() }
        let error = await #expect(throws: ClientError.self) {
            try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        }
        #expect(error == .refused(status: 503, reason: "Too many."))
    }

    @Test func `gives up on a server that does not answer`() async throws {
        let server = try ScriptedServer(HTTPScript { _ in [] })
        defer { server.stop() }
        await #expect(throws: ClientError.timedOut) {
            try await WebSocketClient.connect(to: server.url("ws"), timeout: 0)
        }
    }

    @Test func `lets the server wait while nobody takes its messages, and loses none`() async throws {
        var script = WebSocketScript()
        for number in 0..<400 {
            Frame.encodeServer(
                .binary,
                [UInt8](repeating: UInt8(number % 256), count: 100_000).span,
                into: &script.greeting
            )
        }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)

        var number = 0
        for try await message in client.messages {
            guard case .binary(let bytes) = message else { break }
            #expect(bytes.count == 100_000 && bytes[0] == UInt8(number % 256))
            number += 1
            if number == 400 { break }
        }
        #expect(number == 400)
    }

    @Test func `ends the iteration when its task is cancelled`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        let task = Task { for try await _ in client.messages {} }

        task.cancel()

        try await task.value
        #expect(await client.close() == WebSocketEnd(code: 1000, reason: ""))
    }

    @Test func `shares its thread with many others`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let loop = try ClientLoop()
        defer { loop.stop() }

        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    let client = try await WebSocketClient.connect(to: server.url("ws"), on: loop, timeout: 240)
                    try await client.send(text: "\(number)")
                    var messages = client.messages.makeAsyncIterator()
                    return try await messages.next() == .text("\(number)")
                }
            }
            for try await isEchoed in group { #expect(isEchoed) }
        }
    }

    @Test func `hands messages to a handler without keeping them`() async throws {
        let server = try ScriptedServer(WebSocketScript())
        defer { server.stop() }
        let codes = Codes()
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240) { isText, bytes in
            codes.add(isText ? UInt16(bytes.count) : nil)
        }
        try await client.send(text: "12345")
        #expect(await codes.next() == 5)
    }
}

/// Carries numbers from a script to its test.
private struct Codes: Sendable {
    private let stream: AsyncStream<UInt16?>
    private let continuation: AsyncStream<UInt16?>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func add(_ code: UInt16?) {
        continuation.yield(code)
    }

    func next() async -> UInt16? {
        for await code in stream { return code }
        return nil
    }
}
