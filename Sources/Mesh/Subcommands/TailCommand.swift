import BroadcastMesh
import Reactor

extension Subcommand {
    /// `mesh tail`: prints a relay channel as it comes.
    static let tail = Subcommand(
        syntax: CommandSyntax(
            name: "tail",
            summary: "Print a relay channel's messages as they arrive",
            discussion: """
                One line for each message: a line feed in it is printed as \\n, and of a binary message its size and its
                first bytes; with --json each is an object with its "id", "node" and "time", and the text as "data" or the
                bytes as "base64". When the node is gone it goes on where it was, at another one, and says so. Ctrl-C
                ends it.
                """,
            positionals: [.channel],
            options: [
                .url, .authorities, .config, .json,
                .init(name: "--history", placeholder: "N", summary: "first the last N messages that the node holds"),
            ]
        )
    ) { arguments in
        let tail = Tail(
            channel: try arguments.channel() ?? "",
            history: try arguments.integer(of: "--history", in: 0...1_000_000) ?? 0,
            home: try arguments.node(),
            isJSON: arguments.has("--json"),
            trust: try arguments.trust()
        )
        try await tail.run()
    }
}
