import BroadcastMesh
import MeshClient
import Reactor

/// A reader of a relay channel while it runs: carries out what its session wants.
struct TailReader {
    private var session: TailSession
    private let isJSON: Bool
    private let trust: ServerTrust
    private var occasions: Occasions<[NodeAddress]>

    /// Prepares to read.
    init(_ session: TailSession, asJSON isJSON: Bool, trusting trust: ServerTrust) {
        self.session = session
        self.trust = trust
        occasions = Occasions(trusting: trust)
        self.isJSON = isJSON
    }

    /// Reads until it cannot go on.
    ///
    /// - Throws: Always: why there is no more, or that what came cannot be printed.
    mutating func run() async throws(CommandError) {
        let result: Result<Void, CommandError>
        do throws(CommandError) { result = .success(try await read()) } catch { result = .failure(error) }
        await occasions.finish()
        try result.get()
    }

    private mutating func read() async throws(CommandError) {
        try carryOut(session.begin(at: Clock.monotonic()))
        while let occasion = await occasions.next() {
            let now = Clock.monotonic()
            switch occasion {
            case .news(let news): try carryOut(actions(for: news, at: now))
            case .other(let nodes): session.handleNodes(nodes)
            case .timer: try carryOut(session.handleTimer(at: now, chance: .random(in: 0...1)))
            }
            occasions.setDeadline(session.deadline)
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
            case .dial(let url): occasions.dial(url)
            case .hangUp: occasions.hangUp()
            case .askForNodes(let node): askForNodes(node)
            case .show(let message):
                try Console.print(isJSON ? TailLine.json(for: message) : TailLine.text(for: message))
            case .notice(let text): Console.complain("mesh: \(TerminalText.line(text))")
            case .end(let reason): throw .failure(TerminalText.line(reason))
            }
        }
        occasions.setDeadline(session.deadline)
    }

    /// Finds out where to go on, as long as there is somebody to ask.
    private func askForNodes(_ node: NodeAddress) {
        Task { [report = occasions.report, trust] in
            // Without an answer there are fewer nodes to go on at; nothing else depends on it.
            guard let answer = try? await HTTPClient(trusting: trust).get(node.status),
                let status = NodeStatus(decoding: answer.body)
            else { return }
            report(status.nodes.filter { $0.name != status.node }.map { node.beside($0.http) })
        }
    }
}
