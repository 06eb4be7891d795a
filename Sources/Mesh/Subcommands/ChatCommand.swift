import BroadcastMesh
import Reactor

extension Subcommand {
    /// `mesh chat`: takes part in the chat.
    static let chat = Subcommand(
        syntax: CommandSyntax(
            name: "chat",
            summary: "Take part in the chat from a terminal",
            discussion: "Each line that you type is a message. Ctrl-D leaves.",
            positionals: [
                .init(name: "CHANNEL", summary: "the chat channel (default: chat)", isOptional: true)
            ],
            options: [
                .init(name: "--as", placeholder: "NAME", summary: "your name in the chat; it must be free"), .url,
                .config,
            ]
        )
    ) { arguments in
        guard let username = arguments.value(of: "--as") else { throw arguments.usage("--as NAME is missing") }
        let node = try arguments.node(at: arguments.value(of: "--url"))
        let client = try await WebSocketClient.connect(to: node.chat(as: username, in: arguments["CHANNEL"]))
        // Reading the terminal blocks its thread, so what arrives is shown by another.
        let reading = Task.detached { await show(client) }
        while let line = readLine() {
            try await client.send(text: try ChatScreen.command(for: line))
        }
        await client.close()
        reading.cancel()
    }
}

/// Shows what arrives, and ends the process when nothing does any more: the other thread may wait for a line for ever.
private func show(_ client: WebSocketClient) async {
    let failure: CommandError
    do {
        for try await case .text(let json) in client.messages {
            if let line = ChatScreen.line(for: json) { Console.print(line) }
        }
        let end = await client.end
        guard end.code != 1000 else { return }
        failure = .failure(end.reasonToStop)
    } catch {
        failure = .failure("\(error)")
    }
    Console.complain("\(failure)")
    CurrentProcess.exit(failure.exitStatus)
}
