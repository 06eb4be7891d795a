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

        /// Call ``handleTimeout()`` when ``patience`` is over.
        case startTimer

        /// Nothing runs any more: end with this status.
        case exit(Int32)
    }

    /// How long nodes may take to stop: two seconds more than they promise.
    static let patience: Duration = .seconds(7)

    private var running: Set<String>
    private var isStopping = false

    /// Starts with all nodes running.
    init(_ names: [String]) {
        running = Set(names)
    }

    /// Takes in the end of a node.
    mutating func handleEnd(of name: String, with status: ChildProcess.ExitStatus) -> [Directive] {
        running.remove(name)
        let isExpected = isStopping && status == .exited(0)
        var directives: [Directive] = isExpected ? [] : [.say("\(name): \(Self.describe(status))")]
        if running.isEmpty {
            if !isStopping { directives.append(.say("mesh: every node has ended")) }
            directives.append(.exit(isStopping ? 0 : 1))
        }
        return directives
    }

    /// Takes in a request to end; the second one is meant.
    mutating func handleSignal() -> [Directive] {
        guard isStopping else {
            isStopping = true
            return [.signalAll(.terminate), .startTimer]
        }
        return [.say("mesh: killing what still runs"), .signalAll(.kill)]
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
