import BroadcastMesh
import Reactor

extension Subcommand {
    /// `mesh replay`: runs a node again that was recorded.
    static let replay = Subcommand(
        syntax: CommandSyntax(
            name: "replay",
            summary: "Run a recorded run again",
            discussion: """
                FILE is what mesh run --record wrote, perhaps on another machine; nothing is opened and nobody is spoken to.
                The log goes to standard error, with the times that it had, and may tell more than it did; what the run
                came to is printed. The exit status is 1 where the node does something else than it did then, and the first
                such place is named.
                """,
            positionals: [.init(name: "FILE", summary: "the recording")],
            options: [
                .init(name: "--until", placeholder: "TURN", summary: "stop after so many turns (default: at the end)"),
                .log, .logLevel,
            ]
        )
    ) { arguments in
        let path = arguments["FILE"] ?? ""
        let lastTurn = try arguments.integer(of: "--until", in: 1...Int.max) ?? .max
        let (level, format) = (
            try arguments.choice(of: "--log-level") ?? LogLevel.info,
            try arguments.choice(of: "--log") ?? LogFormat.text
        )
        var replay: NodeReplay
        do throws(RecordingError) { replay = try NodeReplay(contentsOf: path) } catch {
            if case .system = error { throw CommandError.failure("\(error)") }
            throw CommandError.failure("\(path): \(error)")
        }
        // Unlike a node, it waits for whoever reads its log.
        let log = Log(node: replay.node, level: level, format: format) { try? StandardStream.error.write($0.span) }
        if replay.version != Version.current {
            Console.complain("mesh: recorded by version \(replay.version), this is \(Version.current)")
        }
        let outcome = try replay.run(until: lastTurn, log: log)
        try Console.print(ReplayReport(outcome, of: replay.node).text)
        if let failure = ReplayReport.failure(outcome, in: path) { throw CommandError.failure(failure) }
    }
}
