import Reactor

/// What `mesh up` does as its nodes start and end, as its file names other nodes, and as it is asked to end.
///
///     running ──signal──▶ stopping ──all ended──▶ done, exit 0
///        │                   └──signal, or patience is over──▶ the rest is killed
///        └──all ended by themselves──▶ failed, exit 1
///
/// Each node has a life of its own, see ``NodeLife``.
struct Supervision {
    /// How long nodes may take to stop: two seconds more than they promise.
    static let patience: Duration = .seconds(7)

    /// How long a node that was killed stays away in a demonstration: long enough to be missed.
    static let restartDelay: Duration = .seconds(5)

    private let isDemonstration: Bool

    /// The nodes of the file, in its order.
    private var names: [String]

    /// Those of the file, and those that still leave.
    private var lives: [String: NodeLife] = [:]

    /// How many processes were started.
    private var starts = 0
    private var isStopping = false
    private var hasShown = false

    /// Whether nodes were started beside the first ones: what they say is news, and not what a start is waited for by.
    private var isUnderWay = false

    /// Starts with all nodes starting.
    ///
    /// - Parameters:
    ///   - names: The nodes.
    ///   - isDemonstration: Whether a node that was killed is started again.
    init(_ names: [String], isDemonstration: Bool = false) {
        self.isDemonstration = isDemonstration
        self.names = names
        for name in names {
            lives[name] = NodeLife(state: .waiting)
            _ = start(name)
        }
    }

    /// The nodes that serve, by name.
    var entries: [String: ReadyTable.Entry] { lives.compactMapValues(\.entry) }

    /// Takes in that a node serves.
    mutating func handleReady(_ name: String, _ entry: ReadyTable.Entry) -> [Directive] {
        guard lives[name]?.state == .starting else { return [] }
        lives[name]?.state = .serving(entry)
        lives[name]?.isAwaited = false
        return showTable()
    }

    /// Takes in the end of a node.
    mutating func handleEnd(of name: String, with status: ChildProcess.ExitStatus) -> [Directive] {
        guard let life = lives[name], life.isRunning else { return [] }
        if life.state == .leaving, !isStopping {
            if names.contains(name) {
                // It is in the file again.
                lives[name] = NodeLife(state: .waiting)
                return startWaiting()
            }
            lives[name] = nil
            let ending = status == .exited(0) ? "has stopped" : Self.describe(status)
            let news = Directive.say("\(name): \(ending); the file has it no more")
            return [news] + startWaiting() + showTable() + endIfDeserted()
        }
        lives[name]?.isAwaited = false
        if isDemonstration, !isStopping, case .signalled = status {
            lives[name]?.state = .away
            let delay = Self.restartDelay.components.seconds
            let news = Directive.say("\(name): \(Self.describe(status)); it starts again in \(delay) s")
            return [news, .startLater(Run(name: name, process: life.process))] + showTable()
        }
        lives[name]?.state = .ended
        let isExpected = isStopping && status == .exited(0)
        return (isExpected ? [] : [.say("\(name): \(Self.describe(status))")]) + showTable() + endIfDeserted()
    }

    /// Takes in a request to end; the second one is meant.
    mutating func handleSignal() -> [Directive] {
        let running = running
        guard !isStopping else {
            return [.say("mesh: killing what still runs")] + running.map { .signal(.kill, to: $0.name) }
        }
        isStopping = true
        for (name, life) in lives where !life.isRunning { lives[name]?.state = .ended }
        guard !running.isEmpty else { return [.exit(0)] }
        // To those who stop already a second request would be one to hurry.
        let asked = running.filter { lives[$0.name]?.state != .leaving }
        return asked.map { .signal(.terminate, to: $0.name) } + [.startTimer(running)]
    }

    /// Takes in that a node was away for long enough.
    mutating func handleDue(_ run: Run) -> [Directive] {
        guard let life = lives[run.name], life.state == .away, life.process == run.process else { return [] }
        isUnderWay = true
        return start(run.name)
    }

    /// Takes in that what tells where the nodes are cannot be written.
    ///
    /// Whoever started them waits for it, for ever: better no mesh than one that seems to hang. One that serves already goes
    /// on, whatever it has to say.
    mutating func handleUnwritten() -> [Directive] { isUnderWay || isStopping ? [] : handleSignal() }

    /// Takes in that the configuration is to be read again, which each node that stays does by itself.
    ///
    /// One that has ended by itself starts again: the file may be what it could not start with.
    ///
    /// - Parameter names: The nodes that it has.
    /// - Returns: What is to be done, those who stay first.
    mutating func handleChange(to names: [String]) -> [Directive] {
        guard !isStopping else { return [] }
        isUnderWay = true
        let removed = self.names.filter { !names.contains($0) }
        self.names = names
        var directives = names.filter { lives[$0].map { $0.isRunning && $0.state != .leaving } ?? false }.map {
            Directive.signal(.hangUp, to: $0)
        }
        var stopping: [Run] = []
        for name in removed {
            // It leaves already, or has nothing to stop.
            guard let life = lives[name], life.state != .leaving else { continue }
            lives[name] = life.isRunning ? NodeLife(state: .leaving, process: life.process, isAwaited: false) : nil
            if life.isRunning { stopping.append(Run(name: name, process: life.process)) }
        }
        directives += stopping.map { .signal(.terminate, to: $0.name) }
        if !stopping.isEmpty { directives.append(.startTimer(stopping)) }
        for name in names where lives[name]?.state ?? .ended == .ended {
            if lives[name] != nil { directives.append(.say("\(name): starts again")) }
            lives[name] = NodeLife(state: .waiting)
        }
        if names.contains(where: { lives[$0]?.isAwaited == true || lives[$0]?.state == .leaving }) { hasShown = false }
        return directives + startWaiting() + showTable() + endIfDeserted()
    }

    /// Takes in that processes had time enough to stop.
    ///
    /// Another process of the same node, started meanwhile, is left alone.
    func handleTimeout(of runs: [Run]) -> [Directive] {
        let late = running.filter { runs.contains($0) && (isStopping || lives[$0.name]?.state == .leaving) }
        return late.isEmpty ? [] : [.say("mesh: killing what still runs")] + late.map { .signal(.kill, to: $0.name) }
    }

    /// The processes that run: those of the file in its order, then those that it has no more.
    private var running: [Run] {
        let gone = lives.keys.filter { !names.contains($0) }.sorted()
        return (names + gone).compactMap { name in
            lives[name].flatMap { $0.isRunning ? Run(name: name, process: $0.process) : nil }
        }
    }

    /// Starts what is new, once nothing has its ports any more that is gone from the file.
    private mutating func startWaiting() -> [Directive] {
        guard !lives.values.contains(where: { $0.state == .leaving }) else { return [] }
        return names.filter { lives[$0]?.state == .waiting }.flatMap { start($0) }
    }

    private mutating func start(_ name: String) -> [Directive] {
        starts += 1
        lives[name]?.state = .starting
        lives[name]?.process = starts
        return [.start(name)]
    }

    /// Shows where the nodes are when each of the file has come through its start, one way or the other, and any serves.
    private mutating func showTable() -> [Directive] {
        guard !hasShown, !isStopping, !entries.isEmpty else { return [] }
        guard names.allSatisfy({ lives[$0].map { !$0.isAwaited && $0.state != .leaving } ?? false }) else { return [] }
        hasShown = true
        return [.showTable]
    }

    private func endIfDeserted() -> [Directive] {
        guard lives.values.allSatisfy({ $0.state == .ended }) else { return [] }
        return isStopping ? [.exit(0)] : [.say("mesh: every node has ended"), .exit(1)]
    }

    private static func describe(_ status: ChildProcess.ExitStatus) -> String {
        switch status {
        case .exited(let code): "ended with exit status \(code)"
        case .signalled(let signal): "was killed by signal \(signal.number)"
        }
    }
}
