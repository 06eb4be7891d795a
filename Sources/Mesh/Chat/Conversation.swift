import BroadcastMesh
import MeshClient
import Reactor

/// A chat while it runs: carries out what its session wants, and shows it on a terminal or in a pipe.
struct Conversation {
    /// What happens to it, beside its connection.
    enum Incident: Sendable {
        /// Something was typed, or read; nothing is the end.
        case input(Result<[UInt8], CommandError>)

        /// The person, or the system, wants something of the process.
        case signal(Signal)

        /// Nobody reads any more what is shown.
        case unread(CommandError)
    }

    /// How long what was piped in may take to reach a node, once there is no more of it, in nanoseconds.
    static let patience: Int64 = 30_000_000_000

    /// How long a node may take to confirm what a person said who leaves, in nanoseconds; he sees the shell only then.
    static let courtesy: Int64 = 2_000_000_000

    /// How long it may take altogether, however many of them it confirms meanwhile.
    static let longestCourtesy: Int64 = 10_000_000_000

    var session: ChatSession
    var screen: ChatScreen?
    var lines = InputLines()

    /// Lines that wait until the session takes them.
    var unread: [String] = []

    /// When a session that has nothing more to say is given up; `nil` while there is more input, and nobody leaves.
    var lastCall: Int64?

    /// When a person who leaves is kept no longer.
    var lastOfAll: Int64?

    /// Whether something was not sent, which was told.
    var hasFailed = false

    private var occasions: Occasions<Incident>
    private var isReading = false

    /// Prepares a chat.
    ///
    /// - Parameters:
    ///   - session: Who wants to chat where.
    ///   - isInteractive: Whether a person types.
    ///   - trust: Whose word is taken for the certificates of nodes.
    init(_ session: ChatSession, isInteractive: Bool, trusting trust: ServerTrust) {
        self.session = session
        occasions = Occasions(trusting: trust)
        screen = isInteractive ? ChatScreen(columns: Terminal.columns) : nil
    }

    /// Chats until one side has enough.
    ///
    /// - Throws: Why it ended, unless the person left and everything was sent.
    mutating func run() async throws {
        let result: Result<Void, any Error>
        do { result = .success(try await converse()) } catch { result = .failure(error) }
        await occasions.finish()
        try result.get()
        if hasFailed { throw CommandError.told }
    }

    private mutating func converse() async throws {
        let ends = Signal.requestsToEnd
        let signals = try Signals.stream(of: ends + (screen == nil ? [] : [.politePause, .resume, .resize]))
        Task { [report = occasions.report] in for await signal in signals { report(.signal(signal)) } }
        Task { [report = occasions.report] in
            do throws(CommandError) { try await Console.waitUntilUnread() } catch { report(.unread(error)) }
        }
        if screen != nil { try Terminal.takeKeys() }
        defer { Terminal.giveBack() }
        try await carryOut(session.join(at: Clock.monotonic()))
        while let occasion = await occasions.next() {
            try await handle(occasion)
            try await postWhatWaits()
            schedule()
            if session.phase == .over { break }
        }
    }

    private mutating func handle(_ occasion: Occasions<Incident>.Occasion) async throws {
        let now = Clock.monotonic()
        switch occasion {
        case .news(let news):
            let waitingCount = session.own.waiting.count
            try await carryOut(actions(for: news, at: now))
            // A node that takes so many a second needs its time for them.
            if lastCall != nil, session.own.waiting.count < waitingCount { callLast(at: now) }
        case .timer:
            if let lastCall, now >= lastCall {
                guard screen == nil else { return try await leave() }
                return try await carryOut(session.giveUp("no node has taken it in time"))
            }
            try await carryOut(session.handleTimer(at: now, chance: .random(in: 0...1)))
        case .other(.input(let result)):
            isReading = false
            try await handleInput(try result.get())
        case .other(.signal(let signal)): try await handle(signal, at: now)
        case .other(.unread(let error)): throw error
        }
    }

    private mutating func actions(for news: NodeConnection.News, at now: Int64) -> [ChatAction] {
        switch news {
        case .opened, .message(.binary): []
        case .message(.text(let text)): session.handleFrame(text, at: now)
        case .closed(let code, let reason):
            session.handleClose(code: code, reason: reason, at: now, chance: .random(in: 0...1))
        }
    }

    private mutating func handle(_ signal: Signal, at now: Int64) async throws {
        switch signal {
        case .resize:
            screen?.columns = Terminal.columns
            try redraw()
        case .politePause: try pause()
        case .resume:
            try Terminal.takeKeys()
            try redraw()
            try await carryOut(session.handleReturn(at: now))
        case .interrupt, .terminate, .hangUp: try await leave()
        // A signal is a number, and there are others.
        default: preconditionFailure("signal \(signal.number) came, and nobody asked for it")
        }
    }

    /// Does what the session wants.
    mutating func carryOut(_ actions: [ChatAction]) async throws {
        for action in actions {
            switch action {
            case .dial(let url): occasions.dial(url)
            case .send(let text): occasions.send(text)
            case .hangUp: occasions.hangUp()
            case .show(let news): try show(news)
            case .unsent(let text, let reason): try complain("not sent: \(reason)", of: text)
            case .unconfirmed(let text): try complain("not confirmed", of: text)
            case .end(let reason):
                try giveUpUnread(because: reason)
                try complain(reason)
            }
        }
        try updatePrompt()
    }

    /// Goes, politely.
    mutating func leave() async throws {
        let last = occasions.connection
        let actions = session.leave().filter { $0 != .hangUp && $0 != .end(reason: ChatSession.leaving) }
        try await carryOut(actions)
        try giveUpUnread(because: ChatSession.leaving)
        if screen != nil { try Console.write(ChatScreen.cleared) }
        await last?.close()
    }

    /// Reads on, and comes back when the session's deadline has come.
    private mutating func schedule() {
        // A person may always leave; a pipe waits until what it gave is taken.
        if !isReading, screen != nil || lastCall == nil && unread.isEmpty && session.phase != .joining {
            isReading = true
            Task { [report = occasions.report] in
                do throws(CommandError) {
                    report(.input(.success(try await Console.read())))
                } catch {
                    report(.input(.failure(error)))
                }
            }
        }
        occasions.setDeadline([session.deadline, lastCall].compactMap(\.self).min())
    }
}
