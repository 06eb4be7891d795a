import BroadcastMesh
import JSON
import MeshClient
import Reactor

extension Subcommand {
    /// `mesh post`: posts on a relay channel.
    static let post = Subcommand(
        syntax: CommandSyntax(
            name: "post",
            summary: "Post one message on a relay channel",
            discussion: "Prints the ID of each message that the node took.",
            positionals: [
                .init(name: "CHANNEL", summary: "the channel's name"),
                .init(name: "TEXT", summary: "the message; - posts each line of standard input"),
            ],
            options: [.url, .config]
        )
    ) { arguments in
        let channel = try arguments.node(at: arguments.value(of: "--url")).channel(arguments["CHANNEL"] ?? "")
        let text = arguments["TEXT"] ?? ""
        guard text == "-" else { return try await postMessage(text, on: channel) }
        var lines = InputLines()
        while true {
            let bytes = try await StandardInput.read()
            let read = lines.append(bytes)
            for line in read.lines { try await postMessage(line, on: channel) }
            if let error = read.error { throw error }
            guard bytes.isEmpty else { continue }
            if let line = try lines.finish() { try await postMessage(line, on: channel) }
            return
        }
    }
}

/// Posts one message, and prints its ID.
private func postMessage(_ text: String, on channel: String) async throws {
    let answer = try await HTTPClient().post(channel, body: Array(text.utf8), contentType: "text/plain; charset=utf-8")
    guard answer.status == 202 else {
        let reason = TerminalText.line(String(answer.text.prefix(200)))
        throw CommandError.failure("the message was refused with \(answer.status): \(reason)")
    }
    guard let id = (try? JSONValue(parsing: answer.body.span))?["id"]?.string else {
        throw CommandError.failure("the node took the message, but named no ID")
    }
    try Console.print(TerminalText.line(id))
}
