import Reactor
import WebSocket

/// One connection to a channel, at one node after the other: carries out what its session says.
///
/// It keeps itself until the session has ended, so that what was posted arrives.
actor ChannelLine: ClientStreamOwner {
    let loop: ClientLoop
    let trust: ServerTrust

    /// Where messages go; a line that only posts has no such place.
    let arrivals: ArrivedMessages?
    let report: BroadcastChannel.ProblemHandler
    var session: ChannelSession
    var socket: WebSocketClient?

    /// How often a socket was begun or given up: what an earlier one says is nobody's business.
    var dialCount = 0
    private var token: UInt64 = 0
    var isHeldUp = false
    private var senders = ChannelSenders()
    private var keys: OwnKeys?
    private var itself: ChannelLine?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    /// Prepares a line; nothing is opened before ``begin()``.
    ///
    /// - Parameters:
    ///   - session: What is known of the channel.
    ///   - keys: Those of what is posted; a line without them only hears.
    ///   - arrivals: Where messages go.
    ///   - loop: The thread to live on.
    ///   - trust: Whose word is taken for a node's certificate.
    ///   - report: Told of what is wrong and may pass.
    init(
        _ session: ChannelSession,
        posting keys: OwnKeys? = nil,
        into arrivals: ArrivedMessages?,
        on loop: ClientLoop,
        trusting trust: ServerTrust,
        onProblem report: @escaping BroadcastChannel.ProblemHandler
    ) {
        self.session = session
        self.keys = keys
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
    func post(_ post: ChannelPost, key: String?) async throws -> String {
        try Task.checkCancellation()
        open()
        let number = senders.nextNumber()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                senders.add(post, key: key, continuation, number)
                sendWaiting()
                // Who was cancelled before it waited is looked for by nobody else.
                if Task.isCancelled { forget(number) }
            }
        } onCancel: {
            Task { await forget(number) }
        }
    }

    /// Sends what waits for room, in the order in which it came.
    private func sendWaiting() {
        while let sender = senders.first() {
            // The next number is of whoever is taken next.
            guard let key = sender.key ?? keys?.next(chance: RandomBytes.word()) else {
                preconditionFailure("a line that only hears was to post")
            }
            if let byteCount = session.excess(of: sender.post, key: key) {
                // It has no number: nobody waits for it.
                senders.refuse(sender, .tooLarge(byteCount: byteCount))
                continue
            }
            do throws(UnsettledPosts.Full) {
                let actions = try session.post(sender.post, key: key, at: now)
                if sender.key == nil { keys?.advance() }
                senders.admit(sender, as: key)
                carryOut(actions)
            } catch {
                return
            }
        }
    }
}

extension ChannelLine {
    private func forget(_ number: Int) {
        senders.cancel(number)
    }

    /// The time, in milliseconds of the monotonic clock.
    var now: Int64 { Clock.monotonic() / 1_000_000 }

    func carryOut(_ actions: [ChannelAction]) {
        let lastHeard = actions.lastIndex { if case .hear = $0 { true } else { false } }
        for (index, action) in actions.enumerated() {
            if case .hear(let message) = action {
                arrivals?.add(message, index == lastHeard ? session.progress : .unknown)
            } else {
                carryOut(action)
            }
        }
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
        case .opened(let position): arrivals?.open(at: position, of: session.nodes[0])
        case .hear: break
        case .gap(let lost, let end): arrivals?.addGap(lost: lost, after: end)
        case .problem(let text): report(text)
        case .settled(let key, let id):
            senders.answer(key, .success(id))
            sendWaiting()
        case .tooLarge(let key, let count):
            senders.answer(key, .failure(.tooLarge(byteCount: count)))
            sendWaiting()
        case .refused(let key, let reason):
            senders.answer(key, .failure(.refused(reason: reason)))
            sendWaiting()
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

    func handleReady(_ event: ReadyEvent, using buffer: inout [UInt8]) {
        // It has no socket of its own.
    }

    func handleDeadline(at now: Int64) {
        guard !isHeldUp else { return setTimer(now + 1_000_000_000) }
        carryOut(session.handleTimer(at: now / 1_000_000, chance: .random(in: 0..<1)))
    }
}
