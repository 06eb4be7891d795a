import Reactor

/// What `mesh up` does as its nodes start and end, as its file names other nodes, and as it is asked to end.
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

        /// Send one node this signal, if it still runs.
        case signal(Signal, to: String)

        /// Call ``handleDue(_:)`` with this node when ``restartDelay`` is over.
        case startLater(String)

        /// Start this node, or start it again.
        case start(String)

        /// Call ``handleTimeout(of:)`` with these nodes when ``patience`` is over.
        case startTimer([String])

        /// Nothing runs any more: end with this status.
        case exit(Int32)
    }

    /// How long nodes may take to stop: two seconds more than they promise.
    static let patience: Duration = .seconds(7)

    /// How long a node that was killed stays away in a demonstration: long enough to be missed.
    static let restartDelay: Duration = .seconds(5)

    private let isDemonstration: Bool

    /// The nodes of the file, in its order.
    private var names: [String]
    private var running: Set<String>

    /// Those that are started again in a while, and those that stop since the file has them no more.
    private var away: Set<String> = []
    private var leaving: Set<String> = []

    /// Those that are new in the file, while others still stop.
    private var waiting: [String] = []
    private var isStopping = false

    /// Starts with all nodes running.
    ///
    /// - Parameters:
    ///   - names: The nodes.
    ///   - isDemonstration: Whether a node that was killed is started again.
    init(_ names: [String], isDemonstration: Bool = false) {
        self.isDemonstration = isDemonstration
        self.names = names
        running = Set(names)
    }

    /// Takes in the end of a node.
    mutating func handleEnd(of name: String, with status: ChildProcess.ExitStatus) -> [Directive] {
        running.remove(name)
        if leaving.remove(name) != nil, !isStopping {
            // It is in the file again.
            if names.contains(name) { return start(name) + startWaiting() }
            let ending = status == .exited(0) ? "has stopped" : Self.describe(status)
            return [.say("\(name): \(ending); the file has it no more")] + startWaiting() + endIfDeserted()
        }
        let isExpected = isStopping && status == .exited(0)
        if isDemonstration, !isStopping, case .signalled = status {
            away.insert(name)
            let delay = Self.restartDelay.components.seconds
            return [.say("\(name): \(Self.describe(status)); it starts again in \(delay) s"), .startLater(name)]
        }
        return (isExpected ? [] : [.say("\(name): \(Self.describe(status))")]) + endIfDeserted()
    }

    /// Takes in a request to end; the second one is meant.
    mutating func handleSignal() -> [Directive] {
        guard isStopping else {
            isStopping = true
            away = []
            waiting = []
            guard !running.isEmpty else { return [.exit(0)] }
            let timer = Directive.startTimer(running.sorted())
            // To those who stop already a second request would be one to hurry.
            guard !leaving.isEmpty else { return [.signalAll(.terminate), timer] }
            return running.subtracting(leaving).sorted().map { .signal(.terminate, to: $0) } + [timer]
        }
        return [.say("mesh: killing what still runs"), .signalAll(.kill)]
    }

    /// Takes in that a node was away for long enough.
    mutating func handleDue(_ name: String) -> [Directive] {
        guard away.remove(name) != nil else { return [] }
        return start(name)
    }

    /// Takes in that the configuration is to be read again, which each node that stays does by itself.
    ///
    /// - Parameter names: The nodes that it has.
    /// - Returns: What is to be done, those who stay first.
    mutating func handleChange(to names: [String]) -> [Directive] {
        guard !isStopping else { return [] }
        let added = names.filter { !self.names.contains($0) }
        let removed = self.names.filter { !names.contains($0) }
        self.names = names
        away.subtract(removed)
        let stopping = removed.filter { running.contains($0) && !leaving.contains($0) }
        leaving.formUnion(stopping)
        var directives = names.filter { running.contains($0) && !leaving.contains($0) }.map {
            Directive.signal(.hangUp, to: $0)
        }
        directives += stopping.map { .signal(.terminate, to: $0) }
        if !stopping.isEmpty { directives.append(.startTimer(stopping)) }
        waiting = waiting.filter(names.contains) + added.filter { !running.contains($0) && !waiting.contains($0) }
        return directives + startWaiting()
    }

    /// Takes in that nodes had time enough to stop.
    func handleTimeout(of names: [String]) -> [Directive] {
        let late = names.filter { running.contains($0) && (isStopping || leaving.contains($0)) }
        return late.isEmpty ? [] : [.say("mesh: killing what still runs")] + late.map { .signal(.kill, to: $0) }
    }

    /// Starts what is new, once nothing has its ports any more that is gone from the file.
    private mutating func startWaiting() -> [Directive] {
        guard leaving.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting.flatMap { start($0) }
    }

    private mutating func start(_ name: String) -> [Directive] {
        running.insert(name)
        return [.start(name)]
    }

    private func endIfDeserted() -> [Directive] {
        guard running.isEmpty, away.isEmpty, waiting.isEmpty else { return [] }
        return isStopping ? [.exit(0)] : [.say("mesh: every node has ended"), .exit(1)]
    }

    private static func describe(_ status: ChildProcess.ExitStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit status \(code)"
        case .signalled(let signal): "was killed by signal \(signal.number)"
        }
    }
}
