import BroadcastMesh
import MeshClient
import Reactor

/// A reader of a relay channel while it runs: carries out what its session wants.
struct TailReader {
    private enum Input: Sendable {
        case connection(CurrentConnection.Report)
        case nodes([NodeAddress])
        case timer
    }

    private var session: TailSession
    private let isJSON: Bool
    private let events: AsyncStream<Input>
    private let continuation: AsyncStream<Input>.Continuation
    private var connection = CurrentConnection()
    private var alarm = Alarm()

    /// Prepares to read.
    init(_ session: TailSession, asJSON isJSON: Bool) {
        self.session = session
        self.isJSON = isJSON
        (events, continuation) = AsyncStream.makeStream(of: Input.self)
    }

    /// Reads until it cannot go on.
    ///
    /// - Throws: Always: why there is no more, or that what came cannot be printed.
    mutating func run() async throws(CommandError) {
        let result: Result<Void, CommandError>
        do throws(CommandError) { result = .success(try await read()) } catch { result = .failure(error) }
        // Who still waits to be heard is let go.
        continuation.finish()
        for await case .connection(let report) in events { report.done.resume() }
        try result.get()
    }

    private mutating func read() async throws(CommandError) {
        try carryOut(session.begin(at: Clock.monotonic()))
        for await event in events {
            let now = Clock.monotonic()
            switch event {
            case .connection(let report):
                defer { report.done.resume() }
                if connection.made(report) { try carryOut(actions(for: report.news, at: now)) }
            case .nodes(let nodes): session.handleNodes(nodes)
            case .timer:
                alarm.reset()
                try carryOut(session.handleTimer(at: now, chance: .random(in: 0...1)))
            }
            schedule()
        }
    }

    private mutating func actions(for news: NodeConnection.News, at now: Int64) -> [TailSession.Action] {
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
            case .hangUp: connection.hangUp()
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
        connection.dial(url) { [continuation] report in
            if case .terminated = continuation.yield(.connection(report)) { false } else { true }
        }
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
        alarm.set(session.deadline) { [continuation] in continuation.yield(.timer) }
    }
}
