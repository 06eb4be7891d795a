import Reactor
import WebSocket

/// One connection to a channel, at one node after the other: carries out what its session says.
///
/// It keeps itself until the session has ended, so that what was posted arrives.
actor ChannelLine: ClientStreamOwner {
    /// How long connecting may take, in seconds: longer than the session waits for it.
    private static let connectTime = 6

    /// The largest frame of a node, in bytes: its largest message, each byte written as an escape, and what belongs to it.
    private static let frameLimit = (16 << 20) * 6 + 4096

    private let loop: ClientLoop
    private let trust: ServerTrust

    /// Where messages go; a line that only posts has no such place.
    private let arrivals: ArrivedMessages?
    private let report: BroadcastChannel.ProblemHandler
    private var session: ChannelSession
    private var socket: WebSocketClient?

    /// How often a socket was begun or given up: what an earlier one says is nobody's business.
    private var dialCount = 0
    private var token: UInt64 = 0
    private var isHeldUp = false
    private var senders = ChannelSenders()
    private var itself: ChannelLine?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// Prepares a line; nothing is opened before ``begin()``.
    init(
        _ session: ChannelSession,
        into arrivals: ArrivedMessages?,
        on loop: ClientLoop,
        trusting trust: ServerTrust,
        onProblem report: @escaping BroadcastChannel.ProblemHandler
    ) {
        self.session = session
        self.arrivals = arrivals
        self.loop = loop
        self.trust = trust
        self.report = report
    }

    /// Begins to connect.
    nonisolated func begin() {
        Task { await open() }
    }

    /// Ends, once a node holds what was posted, or does not for 30 s.
    nonisolated func end() {
        Task { await close() }
    }

    private func open() {
        guard case .connecting(nil) = session.state, itself == nil else { return }
        token = loop.assumeIsolated { $0.add(self) }
        itself = self
        carryOut(session.begin(at: now))
    }

    private func close() {
        carryOut(session.end(at: now))
    }

    /// Posts, and waits until a node holds it.
    ///
    /// - Returns: The ID that it has there.
    /// - Throws: ``ChannelError/tooLarge(byteCount:)``, or `CancellationError`.
    func post(_ post: ChannelPost, key: String) async throws -> String {
        open()
        while true {
            try Task.checkCancellation()
            do throws(UnsettledPosts.Full) {
                carryOut(try session.post(post, key: key))
                break
            } catch {
                try await wait { continuation, number in senders.awaitRoom(continuation, number) }
            }
        }
        return try await wait { continuation, number in senders.awaitAnswer(continuation, number, key: key) }
    }
}

extension ChannelLine {
    private func wait<Answer>(
        _ add: (CheckedContinuation<Answer, any Error>, Int) -> Void
    ) async throws -> Answer {
        let number = senders.nextNumber()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { add($0, number) }
        } onCancel: {
            Task { await forget(number) }
        }
    }

    private func forget(_ number: Int) {
        senders.cancel(number)
    }

    /// The time, in milliseconds of the monotonic clock.
    private var now: Int64 { Clock.monotonic() / 1_000_000 }

    private func carryOut(_ actions: [ChannelAction]) {
        for action in actions { carryOut(action) }
        setTimer(session.deadline.map { $0 * 1_000_000 })
    }

    private func carryOut(_ action: ChannelAction) {
        switch action {
        case .dial(let url):
            hangUp()
            Task { [dialCount] in await serve(url, dialCount) }
        case .say(let frame):
            socket?.assumeIsolated { $0.say(frame) }
        case .hangUp: hangUp()
        case .opened(let position): arrivals?.open(at: position)
        case .hear(let message): arrivals?.add(message)
        case .gap(let lost): arrivals?.addGap(lost: lost)
        case .problem(let text): report(text)
        case .settled(let key, let id): senders.answer(key, .success(id))
        case .tooLarge(let key, let count): senders.answer(key, .failure(.tooLarge(byteCount: count)))
        case .ended:
            arrivals?.finish()
            loop.assumeIsolated { [token] loop in loop.remove(token) }
            itself = nil
        }
    }

    private func hangUp() {
        dialCount += 1
        guard let socket else { return }
        self.socket = nil
        Task { await socket.close() }
    }

    private func setTimer(_ deadline: Int64?) {
        loop.assumeIsolated { [token] loop in loop.setDeadline(deadline, for: token) }
    }

    /// Has one socket from its beginning to its end.
    private func serve(_ url: String, _ number: Int) async {
        var end = WebSocketEnd(code: WebSocketEnd.abnormalCode, reason: "")
        do throws(ClientError) {
            let socket = try await connect(to: url)
            guard number == dialCount else {
                await socket.close()
                return
            }
            self.socket = socket
            while case let frames = try await socket.takeMessages(), !frames.isEmpty {
                for frame in frames where number == dialCount { carryOut(session.handleFrame(frame, at: now)) }
                await waitUntilTaken()
                guard number == dialCount else { return }
            }
            end = await socket.end
        } catch {
            switch error {
            case .refused, .untrusted, .insecure, .protocolBroken: if number == dialCount { report(error.description) }
            case .malformedURL, .unreachable, .timedOut, .connectionLost, .connectionBroken, .closed: break
            }
        }
        guard number == dialCount else { return }
        socket = nil
        carryOut(session.handleClose(code: end.code, reason: end.reason, at: now, chance: .random(in: 0..<1)))
    }

    private func connect(to url: String) async throws(ClientError) -> WebSocketClient {
        try await WebSocketClient.connect(
            to: url,
            subprotocol: "mesh.channel.v1",
            on: loop,
            trusting: trust,
            timeout: Self.connectTime,
            messageLimit: Self.frameLimit
        )
    }

    /// While a program does not take what came, nothing more is received, and the silence is not the node's.
    private func waitUntilTaken() async {
        guard let arrivals else { return }
        isHeldUp = true
        await arrivals.waitUntilTaken()
        isHeldUp = false
    }

    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        // It has no socket of its own.
    }

    func handleDeadline(at now: Int64) {
        guard !isHeldUp else { return setTimer(now + 1_000_000_000) }
        carryOut(session.handleTimer(at: now / 1_000_000, chance: .random(in: 0..<1)))
    }
}
