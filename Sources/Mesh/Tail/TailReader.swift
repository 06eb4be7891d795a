import BroadcastMesh
import Reactor

/// A reader of a relay channel while it runs: carries out what its session wants.
struct TailReader {
    private enum Event: Sendable {
        /// A connection, by its number, has news; the call returns when they were dealt with.
        case connection(Int, NodeConnection.Event, CheckedContinuation<Void, Never>)
        case nodes([NodeAddress])
        case timer
    }

    private var session: TailSession
    private let isJSON: Bool
    private let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private var connection: NodeConnection?
    private var connectionCount = 0
    private var timer: (deadline: Int64, task: Task<Void, Never>)?

    /// Prepares to read.
    init(_ session: TailSession, asJSON isJSON: Bool) {
        self.session = session
        self.isJSON = isJSON
        (events, continuation) = AsyncStream.makeStream(of: Event.self)
    }

    /// Reads until it cannot go on.
    ///
    /// - Throws: Always: why there is no more, or that what came cannot be printed.
    mutating func run() async throws(CommandError) {
        let result: Result<Void, CommandError>
        do throws(CommandError) { result = .success(try await read()) } catch { result = .failure(error) }
        // Who still waits to be heard is let go.
        continuation.finish()
        for await case .connection(_, _, let done) in events { done.resume() }
        try result.get()
    }

    private mutating func read() async throws(CommandError) {
        try carryOut(session.begin(at: Clock.monotonic()))
        for await event in events {
            let now = Clock.monotonic()
            switch event {
            case .connection(let number, let news, let done):
                defer { done.resume() }
                if number == connectionCount { try carryOut(actions(for: news, at: now)) }
            case .nodes(let nodes): session.handleNodes(nodes)
            case .timer:
                timer = nil
                try carryOut(session.handleTimer(at: now, chance: .random(in: 0...1)))
            }
            schedule()
        }
    }

    private mutating func actions(for news: NodeConnection.Event, at now: Int64) -> [TailSession.Action] {
        switch news {
        case .opened: session.handleOpening(at: now)
        case .message(let message): session.handleMessage(message)
        case .closed(let code, let reason):
            session.handleClose(code: code, reason: reason, at: now, chance: .random(in: 0...1))
        }
    }

    private mutating func carryOut(_ actions: [TailSession.Action]) throws(CommandError) {
        for action in actions {
            switch action {
            case .dial(let url): dial(url)
            case .hangUp: hangUp()
            case .askForNodes(let node): askForNodes(node)
            case .show(let message):
                try Console.print(isJSON ? TailLine.json(for: message) : TailLine.text(for: message))
            case .notice(let text): Console.complain("mesh: \(TerminalText.line(text))")
            case .end(let reason): throw .failure(TerminalText.line(reason))
            }
        }
        schedule()
    }

    private mutating func dial(_ url: String) {
        hangUp()
        let number = connectionCount
        connection = NodeConnection(to: url) { [continuation] event in
            await withCheckedContinuation { done in
                if case .terminated = continuation.yield(.connection(number, event, done)) { done.resume() }
            }
        }
    }

    private mutating func hangUp() {
        connection?.drop()
        connection = nil
        // What it may still say is nobody's business.
        connectionCount += 1
    }

    /// Finds out where to go on, as long as there is somebody to ask.
    private func askForNodes(_ node: NodeAddress) {
        Task { [continuation] in
            // Without an answer there are fewer nodes to go on at; nothing else depends on it.
            guard let answer = try? await HTTPClient().get(node.status), let status = NodeStatus(decoding: answer.body)
            else { return }
            continuation.yield(.nodes(status.nodes.filter { $0.name != status.node }.map { NodeAddress($0.http) }))
        }
    }

    private mutating func schedule() {
        guard session.deadline != timer?.deadline else { return }
        timer?.task.cancel()
        timer = session.deadline.map { deadline in
            let wait = max(0, deadline - Clock.monotonic())
            let task = Task { [continuation] in
                do { try await Task.sleep(for: .nanoseconds(wait)) } catch { return }
                continuation.yield(.timer)
            }
            return (deadline, task)
        }
    }
}
