import Reactor

/// The processes of a mesh on this machine, one for each node.
struct NodeProcesses: Sendable {
    /// What happens to them, and to this process.
    enum Event: Sendable {
        /// A node's process ended, after everything that it printed was passed on.
        case ended(name: String, status: ChildProcess.ExitStatus)

        /// This process was asked for something.
        case request(NodeRequest)

        /// The nodes had time enough to stop.
        case timeout
    }

    private let children: [(name: String, process: ChildProcess)]

    /// Starts a process for each node, which prints what the node prints.
    ///
    /// - Parameters:
    ///   - names: The nodes.
    ///   - arguments: What follows `run` for a node, before its name.
    /// - Throws: ``CommandError`` when a process cannot be started; those that were are stopped.
    init(starting names: [String], arguments: (String) -> [String]) async throws(CommandError) {
        var children: [(name: String, process: ChildProcess)] = []
        guard let program = CurrentProcess.program else { throw .failure("this program cannot be found in /proc") }
        for name in names {
            do {
                let process = try await ChildProcess.start(
                    program,
                    arguments: ["run"] + arguments(name) + ["--", name]
                ) {
                    let line = Self.labelled($1, with: name)
                    $0 == .standardOutput ? Self.passOn(line) : Console.complain(line)
                }
                children.append((name, process))
            } catch {
                for child in children { child.process.send(.terminate) }
                throw .nodeFailure(name: name, reason: "\(error)")
            }
        }
        self.children = children
    }

    /// Sends every process that still runs a signal.
    func send(_ signal: Signal) {
        for child in children { child.process.send(signal) }
    }

    /// Tells the end of each process.
    func reportEnds(to events: AsyncStream<Event>.Continuation) {
        for (name, process) in children {
            Task { events.yield(.ended(name: name, status: await process.exitStatus)) }
        }
    }

    /// Prints what a node printed; the nodes serve whether it can be read or not.
    private static func passOn(_ line: String) {
        do throws(CommandError) {
            try Console.announce(line)
        } catch {
            Console.complain("\(error)")
        }
    }

    /// The line with the node's name before it, which most lines of a node begin with anyway; a JSON object of its log
    /// has it as a member.
    static func labelled(_ line: String, with name: String) -> String {
        line.hasPrefix("\(name): ") || line.hasPrefix("{\"time\":") ? line : "\(name): \(line)"
    }
}
