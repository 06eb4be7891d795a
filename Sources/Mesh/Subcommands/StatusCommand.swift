import BroadcastMesh
import MeshClient
import Reactor

extension Subcommand {
    /// `mesh status`: shows what a running node sees.
    static let status = Subcommand(
        syntax: CommandSyntax(
            name: "status",
            summary: "Show the links, nodes, users and channels that a running node sees",
            discussion: """
                With --watch it looks again every second until Ctrl-C; in a terminal each look takes the place of the
                one before. A node that does not answer meanwhile is waited for.
                """,
            positionals: [.url()],
            options: [.url, .authorities, .config, .watch, .json]
        )
    ) { arguments in
        let node = try AskedNode(at: arguments.node(), trusting: arguments.trust())
        guard arguments.has("--watch") else {
            return try Console.print(try await look(at: node, asJSON: arguments.has("--json")))
        }
        let isForPerson = !arguments.has("--json") && arguments.variable("TERM") != "dumb"
        let isScreen = isForPerson && StandardStream.output.isTerminal
        let (occasions, continuation) = AsyncStream.makeStream(of: CommandError?.self)
        Task {
            do throws(CommandError) { try await Console.waitUntilUnread() } catch { continuation.yield(error) }
        }
        var occasion = occasions.makeAsyncIterator()
        while true {
            do {
                let text = try await look(at: node, asJSON: arguments.has("--json"))
                let screen = WatchedScreen(rows: Terminal.rows, columns: Terminal.columns)
                try Console.print(isScreen ? screen.showing(text) : text)
            } catch let error as CommandError where !error.isAboutOutput {
                Console.complain("\(error)")
            }
            Task {
                try await Task.sleep(for: .seconds(1))
                continuation.yield(nil)
            }
            if let end = await occasion.next() ?? nil { throw end }
        }
    }
}

/// What a node says of itself: as it says it, or as tables.
private func look(at node: AskedNode, asJSON isJSON: Bool) async throws(CommandError) -> String {
    let (answer, status) = try await node.status()
    guard isJSON else { return StatusReport(status).text }
    let text = TerminalText.json(answer.text)
    // Without the line end behind the object: who prints it adds one.
    return text.last == "\n" ? String(text.dropLast()) : text
}
