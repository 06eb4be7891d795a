import BroadcastMesh
import Reactor

extension Subcommand {
    /// `mesh up`: starts every node of the file on this machine.
    static let up = Subcommand(
        syntax: CommandSyntax(
            name: "up",
            summary: "Start every node of the file on this machine, one process each",
            discussion: """
                Each line that a node prints has the node's name before it (in it with --log json). In a terminal a
                table tells where each node is once all are together, and only warnings follow. When a node dies, the
                others go on.
                Ctrl-C stops all of them; a second Ctrl-C kills what still runs. SIGHUP has each of them read the
                configuration again; nodes that are new in it are started, and those that are not in it any more stop.
                With --demo the page shows two people, two robots that count and the mesh between them; whoever opens
                it cuts links and kills nodes, which start again 5 s later. So it stays on loopback.
                """,
            options: [.config, .data, .fsync, .demo, .log, .logLevel]
        )
    ) { arguments in
        try await runUp(arguments, isDemonstration: arguments.has("--demo"))
    }

    /// `mesh demo`: the demonstration.
    static let demo = Subcommand(
        syntax: CommandSyntax(
            name: "demo",
            summary: "Show in a minute what a mesh promises: the same as mesh up --demo",
            discussion: """
                Starts every node of the file on this machine, or four of its own where no file is named and there is
                no mesh.json. Open the address that it prints, cut links, kill nodes, and see what comes of it.
                """,
            options: [.config, .data, .fsync, .log, .logLevel]
        )
    ) { arguments in
        try await runUp(arguments, isDemonstration: true)
    }
}

extension Arguments {
    /// The configuration that several processes are to read: of a demonstration, there is one where there is no file.
    fileprivate func configurationFile(orDemonstration isDemonstration: Bool) throws(CommandError) -> ConfigurationFile
    {
        let isNamed = (value(of: "--config") ?? variable("MESH_CONFIG")) != nil
        guard isDemonstration, !isNamed else { return try ConfigurationFile(configurationPath) }
        do throws(SystemError) {
            _ = try File(configurationPath, .read)
        } catch  where error.isMissingFile {
            return try ConfigurationFile(text: ConfigurationFile.ofDemonstration)
        } catch {
            // Whoever reads it says what is wrong with it.
        }
        return try ConfigurationFile(configurationPath)
    }
}

extension Arguments {
    /// The configuration of nodes that can all be started here.
    ///
    /// - Throws: ``CommandError/configuration(_:)``, with the place of the mistake.
    fileprivate func startableConfiguration(
        from file: ConfigurationFile,
        asDemonstration isDemonstration: Bool
    ) throws(CommandError) -> MeshConfiguration {
        let mesh = try runnableConfiguration(from: file.path)
        try requireCertificates(of: mesh)
        if isDemonstration { _ = try admitDemonstration(of: mesh) }
        return mesh
    }
}

/// How long this process waits at its end for whoever reads what it says.
private let lastWords: Duration = .seconds(1)

private func runUp(_ arguments: Arguments, isDemonstration: Bool) async throws {
    let showsTable = StandardStream.output.isTerminal
    let file = try arguments.configurationFile(orDemonstration: isDemonstration)
    let mesh = try arguments.startableConfiguration(from: file, asDemonstration: isDemonstration)
    let options = try arguments.nodeOptions(readingFrom: file.path, showsTable: showsTable)

    let requests = try NodeRequest.stream()
    let (events, continuation) = AsyncStream.makeStream(of: NodeProcesses.Event.self)
    let printer = LinePrinter(failing: { _ in continuation.yield(.unwritten) })
    var run = UpRun(
        mesh,
        isDemonstration: isDemonstration,
        showsTable: showsTable,
        isColoured: arguments.isColoured
    )
    var processes = try await NodeProcesses(
        starting: run.names,
        labelled: run.label,
        printedBy: printer,
        reportingTo: continuation
    ) { name in
        options(name) + (isDemonstration ? ["--demo"] : [])
    }
    Task { for await request in requests { continuation.yield(.request(request)) } }

    let rereading = Rereading {
        Result { () throws(CommandError) in
            try arguments.startableConfiguration(from: file, asDemonstration: isDemonstration)
        }
    } whenLate: {
        printer.print("mesh: cannot read the configuration again: its files have not answered for 5 s", to: .error)
    } then: {
        continuation.yield(.read($0))
    }
    for await event in events {
        for directive in run.handle(event, numbers: processes.number) {
            switch directive {
            case .print(let text, let output): printer.print(text, to: output)
            case .readAgain: await rereading.ask()
            case .label(let label): processes.label = label
            case .signal(let signal, let name): processes.send(signal, to: name)
            case .start(let name):
                do throws(CommandError) {
                    try await processes.start(name)
                } catch {
                    printer.print("\(error)", to: .error)
                    continuation.yield(.ended(name: name, status: .exited(1)))
                }
            case .makeDue(let run, let delay): hand(.due(run), to: continuation, after: delay)
            case .timeOut(let runs, let patience): hand(.timeout(runs), to: continuation, after: patience)
            case .exit(let status): try await exit(with: status, afterAllOf: printer)
            }
        }
    }
}

private func hand(
    _ event: NodeProcesses.Event,
    to events: AsyncStream<NodeProcesses.Event>.Continuation,
    after delay: Duration
) {
    Task {
        try await Task.sleep(for: delay)
        events.yield(event)
    }
}

/// Ends this process once everything is printed: with another status than 0 where some of it could not be.
private func exit(with status: Int32, afterAllOf printer: LinePrinter) async throws {
    printer.whenWritten { failure in CurrentProcess.exit(max(status, failure?.exitStatus ?? 0)) }
    // Nobody reads it.
    try await Task.sleep(for: lastWords)
    CurrentProcess.exit(status)
}

extension Arguments {
    /// What follows `run` for each node, before its name.
    ///
    /// - Parameters:
    ///   - path: Where the configuration is read.
    ///   - showsTable: Whether a person sees a table of the nodes: then what is well needs no further lines.
    /// - Returns: The words, by the node's name.
    /// - Throws: ``CommandError/usage(_:subcommand:)``.
    fileprivate func nodeOptions(
        readingFrom path: String,
        showsTable: Bool
    ) throws(CommandError) -> @Sendable (String) -> [String] {
        let format = try choice(of: "--log") ?? LogFormat.text
        let level = try choice(of: "--log-level") ?? (showsTable ? LogLevel.warning : .info)
        let storage = try storage()
        let options = ["--config", path, "--log", format.rawValue, "--log-level", level.rawValue]
        return { name in
            guard let storage else { return options }
            return options + ["--data", "\(storage.directory)/\(name)", "--fsync", storage.fsync.rawValue]
        }
    }

    /// Whether a terminal is to show colours (`NO_COLOR`, `TERM=dumb`).
    fileprivate var isColoured: Bool { variable("NO_COLOR") == nil && variable("TERM") != "dumb" }
}
