import BroadcastMesh
import Reactor

/// What `mesh up` does with what happens to it and to its nodes, and what it prints of that.
///
///     events of processes, signals, timers ──▶ UpRun ──▶ lines, signals, starts, timers
///                                                │
///                                           Supervision, which knows how far each node has come
struct UpRun {
    /// What is to be done next.
    enum Directive: Equatable {
        /// Print this line.
        case print(String, to: StandardStream)

        /// Read the configuration again, and hand over what it is.
        case readAgain

        /// Have this stand before the lines of nodes that are started from now on.
        case label(NodeLabel)

        /// Send one node this signal, if it still runs.
        case signal(Signal, to: String)

        /// Start this node, or start it again.
        case start(String)

        /// Hand over that a node is due when so much time is over.
        case makeDue(Supervision.Run, after: Duration)

        /// Hand over that processes had time enough to stop when so much time is over.
        case timeOut([Supervision.Run], after: Duration)

        /// Nothing runs any more: end with this status once everything is printed.
        case exit(Int32)
    }

    private let isDemonstration: Bool
    private let showsTable: Bool
    private let isColoured: Bool
    private var mesh: MeshConfiguration
    private var supervision: Supervision

    /// Starts with all nodes starting.
    ///
    /// - Parameters:
    ///   - mesh: The configuration.
    ///   - isDemonstration: Whether a node that was killed is started again.
    ///   - showsTable: Whether a person sees a table of the nodes, and not the line of each that serves.
    ///   - isColoured: Whether that person sees colours.
    init(_ mesh: MeshConfiguration, isDemonstration: Bool, showsTable: Bool, isColoured: Bool) {
        self.mesh = mesh
        self.isDemonstration = isDemonstration
        self.showsTable = showsTable
        self.isColoured = isColoured
        supervision = Supervision(mesh.nodes.map(\.name), isDemonstration: isDemonstration)
    }

    /// The nodes of the configuration, in its order.
    var names: [String] { mesh.nodes.map(\.name) }

    /// What stands before the lines of a node.
    var label: NodeLabel { showsTable ? NodeLabel(names, isColoured: isColoured) : NodeLabel() }

    /// Takes in what happened.
    ///
    /// - Parameters:
    ///   - event: That.
    ///   - number: The number of a node's process.
    /// - Returns: What is to be done, in this order.
    mutating func handle(_ event: NodeProcesses.Event, numbers number: (String) -> Int32?) -> [Directive] {
        var directives: [Directive] = []
        let steps: [Supervision.Directive]
        switch event {
        case .ready(let name, let address, let line):
            if !showsTable { directives.append(.print(line, to: .output)) }
            steps = supervision.handleReady(name, .init(address: address, process: number(name) ?? 0))
        case .ended(let name, let status): steps = supervision.handleEnd(of: name, with: status)
        case .request(.end): steps = supervision.handleSignal()
        case .request(.readAgain): return [.readAgain]
        case .read(.success(let changed)):
            mesh = changed
            // Those that start now are labelled as the others are.
            directives.append(.label(label))
            steps = supervision.handleChange(to: names)
        case .read(.failure(let error)):
            return [.print("mesh: cannot read the configuration again; nothing changes: \(error)", to: .error)]
        case .due(let run): steps = supervision.handleDue(run)
        case .timeout(let runs): steps = supervision.handleTimeout(of: runs)
        case .unwritten: steps = supervision.handleUnwritten()
        }
        return directives + steps.flatMap(self.directives)
    }

    private func directives(for step: Supervision.Directive) -> [Directive] {
        switch step {
        case .say(let text): [.print(text, to: .error)]
        case .showTable: lines.map { .print($0, to: .output) }
        case .signal(let signal, let name): [.signal(signal, to: name)]
        case .startLater(let run): [.makeDue(run, after: Supervision.restartDelay)]
        case .start(let name): [.start(name)]
        case .startTimer(let runs): [.timeOut(runs, after: Supervision.patience)]
        case .exit(let status): [.exit(status)]
        }
    }

    /// What tells where the nodes are: a table where a person reads it, and where a demonstration is to be seen.
    private var lines: [String] {
        let entries = supervision.entries
        let table = showsTable ? [ReadyTable(mesh, entries).lines.joined(separator: "\n")] : []
        guard isDemonstration, let address = mesh.nodes.lazy.compactMap({ entries[$0.name]?.address }).first else {
            return table
        }
        return table + ["mesh: the demonstration is at \(address) ; Ctrl-C ends it"]
    }
}
