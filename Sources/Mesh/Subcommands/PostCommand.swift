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
                .channel,
                .init(
                    name: "TEXT",
                    summary: "the message; - posts each line of standard input",
                    isOptional: true,
                    mayBeEmpty: true
                ),
            ],
            options: [
                .init(name: "--file", placeholder: "FILE", summary: "post the bytes of a file, as a binary message"),
                .url, .authorities, .config,
            ]
        ),
        run: runPost
    )
}

private func runPost(_ arguments: Arguments) async throws {
    let file = arguments.file(of: "--file")
    guard (arguments["TEXT"] == nil) != (file == nil) else {
        throw arguments.usage(file == nil ? "TEXT is missing" : "a TEXT and a --file are two messages; give one")
    }
    let channel = try arguments.channel() ?? ""
    let node = try AskedNode(at: arguments.node(), trusting: arguments.trust())
    if let file {
        let bytes = try file.read(limit: InputLines.lineLimit, called: "than any message may be, 16 MiB")
        return try await post(.binary(bytes), on: channel, of: node)
    }
    guard let text = arguments["TEXT"], text == "-" else {
        return try await post(.text(arguments["TEXT"] ?? ""), on: channel, of: node)
    }
    var lines = InputLines()
    var number = 0
    while true {
        let bytes = try await Console.read()
        let read = lines.append(bytes)
        for line in read.lines {
            number += 1
            try await post(.text(line), on: channel, of: node, called: "line \(number) of standard input")
        }
        if let error = read.error { throw error }
        if bytes.isEmpty { return }
    }
}

/// Posts one message, and prints its ID.
private func post(
    _ message: WebSocketMessage,
    on channel: String,
    of node: AskedNode,
    called name: String = "the message"
) async throws(CommandError) {
    let (body, type) =
        switch message {
        case .text(let text): (Array(text.utf8), "text/plain; charset=utf-8")
        case .binary(let bytes): (bytes, "application/octet-stream")
        }
    let answer = try await node.post(body, as: type, to: node.address.channel(channel))
    guard answer.status == 202 else {
        let reason = TerminalText.line(String(answer.text.prefix(200)))
        throw CommandError.failure("\(name) was refused with \(answer.status): \(reason)")
    }
    guard let id = (try? JSONValue(parsing: answer.body.span))?["id"]?.string else {
        throw CommandError.failure("the node took the message, but named no ID")
    }
    try Console.print(TerminalText.line(id))
}
