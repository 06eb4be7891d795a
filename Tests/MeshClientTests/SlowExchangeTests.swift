import HTTP
import Reactor
import Testing

@testable import MeshClient

/// Reads the beginning of a request, and the rest once a gate is open.
private struct GatedScript: ServerScript {
    let gate: Gate
    let begun: AsyncStream<Void>.Continuation
    private var hasBegun = false
    private var script = HTTPScript { request in
        [.send(Array("HTTP/1.1 200 OK\r\n\r\n\(request.body.count)".utf8)), .close]
    }

    init(gate: Gate, begun: AsyncStream<Void>.Continuation) {
        self.gate = gate
        self.begun = begun
    }

    mutating func handle(_ received: [UInt8]) -> [ScriptedAction] {
        if !hasBegun {
            hasBegun = true
            begun.yield()
            gate.wait()
        }
        return script.handle(received)
    }
}

@Suite("A request on a slow line", .timeLimit(.minutes(10))) struct SlowExchangeTests {
    /// More than a test takes, in nanoseconds: time passes here only as the tests say.
    private let patience: Int64 = 3_600_000_000_000

    /// Begins to post a megabyte of which a server has read the beginning.
    ///
    /// - Returns: The request, what becomes of it, and when it was begun.
    private func begin(
        _ server: ScriptedServer,
        _ begun: AsyncStream<Void>
    ) async throws -> (exchange: HTTPExchange, answer: Task<Response, any Error>, now: Int64) {
        let fields: Fields = ["Host": "\(server.address)", "Connection": "close"]
        let body = [UInt8](repeating: 7, count: 1_000_000)
        let now = Clock.monotonic()
        let exchange = HTTPExchange(
            Request(method: .post, target: try RequestTarget(decoding: "/"), fields: fields, body: body),
            to: [server.address],
            securedBy: nil,
            on: try ClientLoop.shared(),
            deadline: now + patience,
            patience: patience
        )
        let answer = Task { () async throws -> Response in try await exchange.run() }
        for await _ in begun { break }
        return (exchange, answer, now)
    }

    @Test func `is not given up as long as more of it arrives`() async throws {
        let (gate, begun) = (Gate(), AsyncStream<Void>.makeStream())
        let server = try ScriptedServer(GatedScript(gate: gate, begun: begun.continuation))
        defer { server.stop() }
        defer { gate.open() }
        let (exchange, answer, now) = try await begin(server, begun.stream)

        // It was begun long ago, and some has arrived meanwhile.
        await exchange.handleDeadline(at: now + 2 * patience)
        gate.open()

        let response = try await answer.value
        #expect(String(decoding: response.body, as: UTF8.self) == "1000000")
    }

    @Test func `is given up once nothing more of it arrives`() async throws {
        let (gate, begun) = (Gate(), AsyncStream<Void>.makeStream())
        let server = try ScriptedServer(GatedScript(gate: gate, begun: begun.continuation))
        defer { server.stop() }
        defer { gate.open() }
        let (exchange, answer, now) = try await begin(server, begun.stream)

        // The kernels may still pass on what they have.
        for look in 1...100 { await exchange.handleDeadline(at: now + Int64(look) * (patience + 1)) }

        await #expect(throws: ClientError.timedOut) { _ = try await answer.value }
    }

    @Test(arguments: [(1, false), (25, false), (4 << 10, false), (9 << 10, true)])
    func `is given up when the answer comes in drops`(bytesInNineSeconds: Int, isPatient: Bool) {
        let second: Int64 = 1_000_000_000
        var time = ExchangeTime(patience: 10 * second, deadline: 10 * second)
        var now: Int64 = 0
        while now < time.deadline, now < 3600 * second {
            now += 9 * second
            time.handleReceived(bytesInNineSeconds, at: now)
        }
        #expect(isPatient ? now >= 3600 * second : now < 120 * second)
    }

    @Test func `is given up at last, whatever comes`() {
        var time = ExchangeTime(patience: 10, deadline: 10)
        time.handleReceived(1 << 40, at: 1 << 60)
        #expect(time.deadline < 1 << 60)
    }
}
