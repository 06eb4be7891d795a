import Reactor

/// What `mesh up` does as its nodes start and end, and as it is asked to end.
///
///     running ──signal──▶ stopping ──all ended──▶ done, exit 0
///        │                   └──signal, or patience is over──▶ the rest is killed
///        └──all ended by themselves──▶ failed, exit 1
struct Supervision {
    /// What is to be done next.
    enum Directive: Equatable {
        /// Tell the person at the terminal.
        case say(String)

        /// Send every node that still runs this signal.
        case signalAll(Signal)

        /// Call ``handleDue(_:)`` with this node when ``restartDelay`` is over.
        case startLater(String)

        /// Start this node again.
        case start(String)

        /// Call ``handleTimeout()`` when ``patience`` is over.
        case startTimer

        /// Nothing runs any more: end with this status.
        case exit(Int32)
    }

    /// How long nodes may take to stop: two seconds more than they promise.
    static let patience: Duration = .seconds(7)

    /// How long a node that was killed stays away in a demonstration: long enough to be missed.
    static let restartDelay: Duration = .seconds(5)

    private let isDemonstration: Bool
    private var running: Set<String>
    private var away: Set<String> = []
    private var isStopping = false

    /// Starts with all nodes running.
    ///
    /// - Parameters:
    ///   - names: The nodes.
    ///   - isDemonstration: Whether a node that was killed is started again.
    init(_ names: [String], isDemonstration: Bool = false) {
        self.isDemonstration = isDemonstration
        running = Set(names)
    }

    /// Takes in the end of a node.
    mutating func handleEnd(of name: String, with status: ChildProcess.ExitStatus) -> [Directive] {
        running.remove(name)
        let isExpected = isStopping && status == .exited(0)
        if isDemonstration, !isStopping, case .signalled = status {
            away.insert(name)
            let delay = Self.restartDelay.components.seconds
            return [.say("\(name): \(Self.describe(status)); it starts again in \(delay) s"), .startLater(name)]
        }
        var directives: [Directive] = isExpected ? [] : [.say("\(name): \(Self.describe(status))")]
        if running.isEmpty, away.isEmpty {
            if !isStopping { directives.append(.say("mesh: every node has ended")) }
            directives.append(.exit(isStopping ? 0 : 1))
        }
        return directives
    }

    /// Takes in a request to end; the second one is meant.
    mutating func handleSignal() -> [Directive] {
        guard isStopping else {
            isStopping = true
            away = []
            return running.isEmpty ? [.exit(0)] : [.signalAll(.terminate), .startTimer]
        }
        return [.say("mesh: killing what still runs"), .signalAll(.kill)]
    }

    /// Takes in that a node was away for long enough.
    mutating func handleDue(_ name: String) -> [Directive] {
        guard away.remove(name) != nil else { return [] }
        running.insert(name)
        return [.start(name)]
    }

    /// Takes in that the configuration is to be read again: each node does so by itself.
    func handleChange() -> [Directive] { isStopping ? [] : [.signalAll(.hangUp)] }

    /// Takes in that the nodes had time enough to stop.
    func handleTimeout() -> [Directive] {
        [.say("mesh: killing what still runs"), .signalAll(.kill)]
    }

    private static func describe(_ status: ChildProcess.ExitStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit status \(code)"
        case .signalled(let signal): "was killed by signal \(signal.number)"
        }
    }
}
