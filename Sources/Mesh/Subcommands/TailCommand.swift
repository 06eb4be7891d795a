import BroadcastMesh

extension Subcommand {
    /// `mesh tail`: prints a relay channel as it comes.
    static let tail = Subcommand(
        syntax: CommandSyntax(
            name: "tail",
            summary: "Print a relay channel's messages as they arrive",
            discussion: "A binary message is shown by its size and its first bytes. Ctrl-C ends it.",
            positionals: [.init(name: "CHANNEL", summary: "the channel's name")],
            options: [
                .url, .config,
                .init(name: "--history", placeholder: "N", summary: "first the last N messages that the node holds"),
            ]
        )
    ) { arguments in
        let node = try arguments.node(at: arguments.value(of: "--url"))
        let history = try arguments.integer(of: "--history", in: 0...1_000_000)
        let query = history.map { [(name: "history", value: "\($0)")] } ?? []
        let client = try await WebSocketClient.connect(to: node.channel(arguments["CHANNEL"] ?? "", query: query))
        for try await message in client.messages { Console.print(line(for: message)) }
        throw CommandError.failure(await client.end.reasonToStop)
    }
}

private func line(for message: WebSocketMessage) -> String {
    switch message {
    case .text(let text): return TerminalText.safe(text)
    case .binary(let bytes):
        let digits = bytes.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        return "[\(TerminalText.size(bytes.count))] \(digits)\(bytes.count > 16 ? " …" : "")"
    }
}

extension WebSocketEnd {
    /// Why the node sends nothing any more, for a person.
    var reasonToStop: String {
        let reason = TerminalText.line(self.reason)
        return reason.isEmpty ? "the node closed the connection with \(code)" : reason
    }
}
