import HTTP
import Reactor

/// One request and its answer, on a connection of its own.
actor HTTPExchange: ClientStreamOwner {
    private let request: Request
    private let addresses: [SocketAddress]
    private let loop: ClientLoop
    private var token: UInt64 = 0
    private var stream: ClientStream?
    private var answer: ClientConnection
    private var waiting: CheckedContinuation<Result<Response, ClientError>, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(_ request: Request, to addresses: [SocketAddress], on loop: ClientLoop) {
        self.request = request
        self.addresses = addresses
        self.loop = loop
        let limits = HTTPLimits(bodyBytes: HTTPClient.answerLimit)
        answer = ClientConnection(answering: request.head.method, limits: limits)
    }

    /// Sends the request and waits for the answer, at most until a time by the monotonic clock, in nanoseconds.
    func run(deadline: Int64) async throws(ClientError) -> Response {
        try begin(deadline: deadline)
        return try await withCheckedContinuation { waiting = $0 }.get()
    }

    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        do throws(ClientError) {
            if let response = try step(event, &buffer) { finish(.success(response)) }
        } catch {
            finish(.failure(error))
        }
    }

    func handleDeadline(at now: Int64) {
        finish(.failure(.timedOut))
    }

    private func begin(deadline: Int64) throws(ClientError) {
        token = loop.assumeIsolated { loop in
            let token = loop.add(self)
            loop.setDeadline(deadline, for: token)
            return token
        }
        do throws(SystemError) {
            var stream = try ClientStream(to: addresses, on: loop, token: token)
            var bytes: [UInt8] = []
            request.encode(into: &bytes)
            try stream.send(bytes)
            self.stream = consume stream
        } catch {
            throw .unreachable(error)
        }
    }

    /// Moves on as far as what has arrived allows.
    private func step(_ event: ReadyEvent, _ buffer: inout [UInt8]) throws(ClientError) -> Response? {
        guard stream != nil else { return nil }
        do throws(SystemError) {
            _ = try stream?.handleReady(event)
        } catch {
            // A server may refuse a large body before it has read it: then the answer is there to be read.
            guard error.call == "send" else { throw .unreachable(error) }
        }
        guard event.isReadable else { return nil }
        do throws(HTTPError) {
            switch receive(into: &buffer) {
            case .bytes(let count):
                answer.receive(buffer.span.extracting(0..<count))
                return try answer.next()
            case .wouldBlock:
                return nil
            case .ended:
                return try answer.handleEnd()
            }
        } catch {
            throw error == .truncatedMessage ? .connectionLost : .protocolBroken(error.description)
        }
    }

    /// Receives; a reset is the end as well, and the answer may be whole by then.
    private func receive(into buffer: inout [UInt8]) -> Received {
        (try? stream?.receive(into: &buffer)) ?? .ended
    }

    private func finish(_ result: Result<Response, ClientError>) {
        stream = nil
        loop.assumeIsolated { [token] in $0.remove(token) }
        waiting.take()?.resume(returning: result)
    }
}
