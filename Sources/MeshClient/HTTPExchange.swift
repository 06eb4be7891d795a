import HTTP
import Reactor

/// One request and its answer, on a connection of its own.
actor HTTPExchange: ClientStreamOwner {
    private let request: Request
    private let addresses: [SocketAddress]
    private let security: ClientSecurity?
    private let loop: ClientLoop

    private var time: ExchangeTime
    private var token: UInt64 = 0
    private var stream: ClientStream?
    private var answer: ClientConnection
    private var waiting: CheckedContinuation<Result<Response, ClientError>, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(
        _ request: Request,
        to addresses: [SocketAddress],
        securedBy security: ClientSecurity?,
        on loop: ClientLoop,
        deadline: Int64,
        patience: Int64
    ) {
        self.request = request
        time = ExchangeTime(patience: patience, deadline: deadline)
        self.addresses = addresses
        self.security = security
        self.loop = loop
        let limits = HTTPLimits(bodyBytes: HTTPClient.answerLimit)
        answer = ClientConnection(answering: request.head.method, limits: limits)
    }

    /// Sends the request and waits for the answer, as long as one of them goes on and the whole has time, and
    /// no longer than the task goes on.
    func run() async throws(ClientError) -> Response {
        try begin()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting = continuation
                if Task.isCancelled { cancel() }
            }
        } onCancel: {
            Task { await cancel() }
        }
        return try result.get()
    }

    private func cancel() {
        guard waiting != nil else { return }
        finish(.failure(.cancelled))
    }

    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        do throws(ClientError) {
            if let response = try step(event, &buffer) { finish(.success(response)) }
        } catch {
            finish(.failure(error))
        }
    }

    func handleDeadline(at now: Int64) {
        time.handleAcknowledged(stream?.acknowledgedCount ?? 0, at: now)
        do throws(SystemError) {
            guard now < time.deadline else { return finish(.failure(.timedOut)) }
            // Nothing happens where one has answered: then this was a look at how far the request has come.
            _ = try stream?.tryNextAddress()
            awaitProgress(at: now)
        } catch {
            finish(.failure(.unreachable(error)))
        }
    }

    /// Waits for the address that is tried now, and then for more of the request to arrive, or of the answer.
    ///
    /// The kernel takes much of a request at once, and says nothing when a slow line carries it; so it is asked.
    private func awaitProgress(at now: Int64) {
        let deadline = stream?.attemptDeadline(at: now, within: time.deadline) ?? time.deadline
        let look = stream?.isSending == true ? min(deadline, now + time.patience / 10) : deadline
        loop.assumeIsolated { [token] in $0.setDeadline(look, for: token) }
    }

    private func begin() throws(ClientError) {
        token = loop.assumeIsolated { $0.add(self) }
        let tls = try security.map { security throws(ClientError) in try loop.secure(security) }
        do throws(SystemError) {
            var stream = try ClientStream(to: addresses, securedBy: tls, on: loop, token: token)
            var bytes: [UInt8] = []
            request.encode(into: &bytes)
            try stream.send(bytes)
            self.stream = consume stream
            awaitProgress(at: Clock.monotonic())
        } catch {
            throw .unreachable(error)
        }
    }

    /// Moves on as far as what has arrived allows.
    private func step(_ event: ReadyEvent, _ buffer: inout [UInt8]) throws(ClientError) -> Response? {
        guard stream != nil else { return nil }
        do throws(SystemError) {
            let isOpened = try stream?.handleReady(event) == true
            if isOpened { time.handleOpening(at: Clock.monotonic()) }
            if event.isWritable { awaitProgress(at: Clock.monotonic()) }
        } catch {
            // A server may refuse a large body before it has read it: then the answer is there to be read.
            guard error.call == "send" else { throw .unreachable(error) }
        }
        guard event.isReadable else { return nil }
        // A connection that breaks is at its end as well, and the answer may be whole by then.
        var received = Received.ended
        var end = ClientError.connectionLost
        do throws(ClientError) {
            received = try stream?.receive(into: &buffer) ?? .ended
        } catch {
            guard case .connectionBroken = error else { throw error }
            end = error
        }
        do throws(HTTPError) {
            switch received {
            case .bytes(let count):
                time.handleReceived(count, at: Clock.monotonic())
                answer.receive(buffer.span.extracting(0..<count))
                return try answer.next()
            case .wouldBlock:
                return nil
            case .ended:
                return try answer.handleEnd()
            }
        } catch {
            throw error == .truncatedMessage ? end : .protocolBroken(error.description)
        }
    }

    private func finish(_ result: Result<Response, ClientError>) {
        stream = nil
        loop.assumeIsolated { [token] in $0.remove(token) }
        waiting.take()?.resume(returning: result)
    }
}
