import BroadcastMesh
import Reactor

/// The processes of a mesh on this machine, one for each node.
struct NodeProcesses: Sendable {
    /// What happens to them, and to this process.
    enum Event: Sendable {
        /// A node's process ended, after everything that it printed was passed on.
        case ended(name: String, status: ChildProcess.ExitStatus)

        /// A node serves, at an address that its ready line tells.
        case ready(name: String, address: String, line: String)

        /// This process was asked for something.
        case request(NodeRequest)

        /// The configuration was read again.
        case read(Result<MeshConfiguration, CommandError>)

        /// The node whose process this was is to be started again.
        case due(Supervision.Run)

        /// Processes had time enough to stop.
        case timeout([Supervision.Run])

        /// What tells where the nodes are could not be written.
        case unwritten
    }

    /// What a node is asked for by signals, however early: until it listens they wait, and do not end it.
    private static let requests: [Signal] = [.hangUp, .terminate, .interrupt]

    private var children: [(name: String, process: ChildProcess)] = []

    private let program: String

    private let arguments: @Sendable (String) -> [String]

    /// What stands before each line of those that are started from now on.
    var label: NodeLabel

    private let events: AsyncStream<Event>.Continuation

    private let printer: LinePrinter

    /// Starts a process for each node, which prints what the node prints.
    ///
    /// - Parameters:
    ///   - names: The nodes.
    ///   - label: What stands before each line.
    ///   - printer: Prints the lines.
    ///   - events: Where what happens to them is told.
    ///   - arguments: What follows `run` for a node, before its name.
    /// - Throws: ``CommandError`` when a process cannot be started; those that were are stopped.
    init(
        starting names: [String],
        labelled label: NodeLabel,
        printedBy printer: LinePrinter,
        reportingTo events: AsyncStream<Event>.Continuation,
        arguments: @escaping @Sendable (String) -> [String]
    ) async throws(CommandError) {
        guard let program = CurrentProcess.program else { throw .failure("this program cannot be found in /proc") }
        self.program = program
        self.arguments = arguments
        self.label = label
        self.printer = printer
        self.events = events
        for name in names {
            do throws(CommandError) {
                try await start(name)
            } catch {
                for child in children { child.process.send(.terminate) }
                throw error
            }
        }
    }

    /// Starts the process of a node, in the place of one that has ended.
    ///
    /// - Throws: ``CommandError`` when it cannot be started.
    mutating func start(_ name: String) async throws(CommandError) {
        do {
            let arguments = ["run"] + arguments(name) + ["--", name]
            let process = try await ChildProcess.start(program, arguments: arguments, holding: Self.requests) {
                [label, events, printer] in
                let line = label.line($1, of: name)
                if $0 == .standardOutput, let address = ReadyTable.address(in: $1) {
                    events.yield(.ready(name: name, address: address, line: line))
                } else {
                    printer.print(line, to: $0 == .standardOutput ? .output : .error)
                }
            }
            children.removeAll { $0.name == name }
            children.append((name, process))
            Task { [events] in events.yield(.ended(name: name, status: await process.exitStatus)) }
        } catch {
            throw .nodeFailure(name: name, reason: "\(error)")
        }
    }

    /// Sends the process of one node a signal.
    func send(_ signal: Signal, to name: String) {
        for child in children where child.name == name { child.process.send(signal) }
    }

    /// The number of a node's process.
    func number(of name: String) -> Int32? { children.first { $0.name == name }?.process.number }
}
