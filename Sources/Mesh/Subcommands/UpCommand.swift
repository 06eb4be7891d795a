import BroadcastMesh
import Reactor

extension Subcommand {
    /// `mesh up`: starts every node of the file on this machine.
    static let up = Subcommand(
        syntax: CommandSyntax(
            name: "up",
            summary: "Start every node of the file on this machine, one process each",
            discussion: """
                Each line that a node prints has the node's name before it (in it with --log json). When a node
                dies, the others go on.
                Ctrl-C stops all of them; a second Ctrl-C kills what still runs. SIGHUP has each of them read the
                configuration again.
                """,
            options: [.config, .data, .fsync, .log, .logLevel]
        ),
        run: runUp
    )
}

private func runUp(_ arguments: Arguments) async throws {
    let format = try arguments.choice(of: "--log") ?? LogFormat.text
    let level = try arguments.choice(of: "--log-level") ?? LogLevel.info
    let file = try ConfigurationFile(arguments.configurationPath)
    let mesh = try arguments.runnableConfiguration(from: file.path)
    try arguments.requireCertificates(of: mesh)

    let requests = try NodeRequest.stream()
    let names = mesh.nodes.map(\.name)
    let storage = try arguments.storage()
    let options = ["--config", file.path, "--log", format.rawValue, "--log-level", level.rawValue]
    let processes = try await NodeProcesses(starting: names) { name in
        guard let storage else { return options }
        return options + ["--data", "\(storage.directory)/\(name)", "--fsync", storage.fsync.rawValue]
    }
    let (events, continuation) = AsyncStream.makeStream(of: NodeProcesses.Event.self)
    processes.reportEnds(to: continuation)
    Task { for await request in requests { continuation.yield(.request(request)) } }

    var supervision = Supervision(names)
    for await event in events {
        let directives =
            switch event {
            case .ended(let name, let status): supervision.handleEnd(of: name, with: status)
            case .request(.end): supervision.handleSignal()
            case .request(.readAgain): supervision.handleChange()
            case .timeout: supervision.handleTimeout()
            }
        for directive in directives {
            switch directive {
            case .say(let text): Console.complain(text)
            case .signalAll(let signal): processes.send(signal)
            case .startTimer:
                Task {
                    try await Task.sleep(for: Supervision.patience)
                    continuation.yield(.timeout)
                }
            case .exit(let status): CurrentProcess.exit(status)
            }
        }
    }
}
