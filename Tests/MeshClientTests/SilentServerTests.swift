import HTTP
import Reactor
import Testing
import WebSocket

@testable import MeshClient

/// Opens a WebSocket, or does not, and reads nothing more.
private struct DeafScript: ServerScript {
    var opens = true
    var handleRequest: @Sendable () -> Void = {}
    private var connection = ServerConnection()

    init(opens: Bool = true, handleRequest: @escaping @Sendable () -> Void = {}) {
        self.opens = opens
        self.handleRequest = handleRequest
    }

    mutating func handle(_ received: [UInt8]) -> [ScriptedAction] {
        connection.receive(received.span)
        guard case .request(let request) = try? connection.next(), let response = try? ServerHandshake.accept(request)
        else { return [] }
        handleRequest()
        guard opens else { return [] }
        var bytes: [UInt8] = []
        connection.respond(response, wallSeconds: 0, into: &bytes)
        return [.send(bytes), .deafen]
    }
}

@Suite("A WebSocket client whose server is silent", .timeLimit(.minutes(10))) struct SilentServerTests {
    /// Opens a WebSocket whose server does what a script says, and looks after it often.
    private func connect(_ server: ScriptedServer, beat interval: Int64 = 50_000_000) async throws -> WebSocketClient {
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        await client.startHeartbeat(every: interval, at: 0)
        return client
    }

    @Test func `gives up on it after some pings`() async throws {
        let pings = AsyncStream<Void>.makeStream()
        var script = WebSocketScript()
        script.handleOther = { step, _ in
            if case .ping = step { pings.continuation.yield() }
            return []
        }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await connect(server)

        await #expect(throws: ClientError.timedOut) { for try await _ in client.messages {} }

        // The server may not have read the last ones yet.
        let expected = WebSocketClient.silentBeats - 1
        #expect(await pings.stream.prefix(expected).reduce(0) { count, _ in count + 1 } == expected)
        #expect(await client.end.code == 1006)
    }

    @Test func `stays with one that answers pings`() async throws {
        let pings = AsyncStream<Void>.makeStream()
        var script = WebSocketScript()
        script.handleOther = { step, payload in
            guard case .ping = step else { return [] }
            pings.continuation.yield()
            var frame: [UInt8] = []
            Frame.encodeServer(.pong, payload.span, into: &frame)
            return [.send(frame)]
        }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        // A busy machine answers within some seconds.
        let client = try await connect(server, beat: 1_000_000_000)

        var count = 0
        for await _ in pings.stream {
            count += 1
            if count == 3 * WebSocketClient.silentBeats { break }
        }

        try await client.send(text: "still here")
        var messages = client.messages.makeAsyncIterator()
        #expect(try await messages.next() == .text("still here"))
    }

    /// What a server says that says 20 MiB at once.
    private func flood() -> [UInt8] {
        let part = [UInt8](repeating: 7, count: 1 << 20)
        var bytes: [UInt8] = []
        for _ in 0..<20 { Frame.encodeServer(.binary, part.span, into: &bytes) }
        return bytes
    }

    @Test func `stays with one whose messages nobody takes`() async throws {
        var script = WebSocketScript()
        script.greeting = flood()
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await connect(server)

        while await client.isReading { await Task.yield() }
        for _ in 0..<(3 * WebSocketClient.silentBeats) { await client.handleHeartbeat(at: 0) }

        var count = 0
        for try await _ in client.messages {
            count += 1
            if count == 20 { break }
        }
        #expect(count == 20)
    }

    @Test func `is known to be gone by who sends and takes no messages`() async throws {
        var script = WebSocketScript()
        script.greeting = flood()
        script.handleMessage = { _, _ in [.reset] }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        while await client.isReading { await Task.yield() }

        await #expect(throws: ClientError.closed) { while true { try await client.send(text: "is anybody there?") } }

        #expect(await client.close().code == 1006)
    }

    @Test func `lets nobody wait for its room when it is gone, and what it said before is still there`() async throws {
        var script = WebSocketScript()
        script.greeting = flood()
        script.handleMessage = { _, _ in [.deafen] }
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        while await client.isReading { await Task.yield() }
        let sending = Task {
            while true { try await client.send(binary: [UInt8](repeating: 7, count: 1 << 20)) }
        }
        while await client.waiting.isEmpty { await Task.yield() }

        await server.reset()

        await #expect(throws: ClientError.closed) { try await sending.value }
        // A socket for which something waits would be reported each turn.
        #expect(await client.waitingByteCount == 0)
        var messages = client.messages.makeAsyncIterator()
        #expect(try await messages.next() == .binary([UInt8](repeating: 7, count: 1 << 20)))
        await #expect(throws: ClientError.self) { for try await _ in client.messages {} }
    }

    @Test func `is left by who is cancelled while it sends, and no part of that is sent`() async throws {
        let server = try ScriptedServer(DeafScript())
        defer { server.stop() }
        let client = try await WebSocketClient.connect(to: server.url("ws"), timeout: 240)
        let sending = Task {
            // More than any socket takes.
            while true { try await client.send(binary: [UInt8](repeating: 7, count: 1 << 20)) }
        }
        while await client.waiting.isEmpty { await Task.yield() }
        let waitingByteCount = await client.waitingByteCount
        sending.cancel()
        await #expect(throws: ClientError.cancelled) { try await sending.value }
        #expect(await client.waitingByteCount <= waitingByteCount)

        let closing = Task { await client.close() }
        closing.cancel()
        #expect(await closing.value.code == 1006)
    }

    @Test func `is waited for no longer than the task that connects goes on`() async throws {
        let asked = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer(DeafScript(opens: false) { asked.continuation.yield() })
        defer { server.stop() }
        let connecting = Task { try await WebSocketClient.connect(to: server.url("ws"), timeout: 240) }
        for await _ in asked.stream { break }
        connecting.cancel()
        await #expect(throws: ClientError.cancelled) { _ = try await connecting.value }
    }

    @Test func `is waited for no longer than the task that asks it goes on`() async throws {
        let asked = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer(
            HTTPScript { _ in
                asked.continuation.yield()
                return []
            }
        )
        defer { server.stop() }
        let asking = Task { try await HTTPClient(timeout: 240).get(server.url("http")) }
        for await _ in asked.stream { break }
        asking.cancel()
        await #expect(throws: ClientError.cancelled) { _ = try await asking.value }
    }

    @Test func `is looked for no longer than the task that connects goes on`() async throws {
        let (asked, gate) = (AsyncStream<Void>.makeStream(), Gate())
        let resolver = Resolver { (_, _) throws(SystemError) in
            asked.continuation.yield()
            gate.wait()
            return []
        }
        defer { gate.open() }
        let connecting = Task {
            try await WebSocketClient.connect(to: "ws://nowhere.example/", resolver: resolver, timeout: 240)
        }
        for await _ in asked.stream { break }
        connecting.cancel()
        await #expect(throws: ClientError.cancelled) { _ = try await connecting.value }
    }
}
