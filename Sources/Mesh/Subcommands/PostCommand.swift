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
                .init(name: "TEXT", summary: "the message; - posts each line of standard input", isOptional: true),
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
    let file = arguments.value(of: "--file")
    guard (arguments["TEXT"] == nil) != (file == nil) else {
        throw arguments.usage(file == nil ? "TEXT is missing" : "a TEXT and a --file are two messages; give one")
    }
    let channel = try arguments.node().channel(arguments["CHANNEL"] ?? "")
    if let file { return try await post(.binary(try readMessage(file)), on: channel, trusting: arguments.trust) }
    guard let text = arguments["TEXT"], text == "-" else {
        return try await post(.text(arguments["TEXT"] ?? ""), on: channel, trusting: arguments.trust)
    }
    var lines = InputLines()
    while true {
        let bytes = try await StandardInput.read()
        let read = lines.append(bytes)
        for line in read.lines { try await post(.text(line), on: channel, trusting: arguments.trust) }
        if let error = read.error { throw error }
        if bytes.isEmpty { return }
    }
}

/// The bytes of a file that is to be one message.
private func readMessage(_ path: String) throws(CommandError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(SystemError) {
        bytes = try File(path, .read).readToEnd(limit: InputLines.lineLimit)
    } catch {
        throw .failure("\(error)")
    }
    guard let bytes else { throw .failure("\(path): it is larger than any message may be, 16 MiB") }
    return bytes
}

/// Posts one message, and prints its ID.
private func post(_ message: WebSocketMessage, on channel: String, trusting trust: ServerTrust) async throws {
    let (body, type) =
        switch message {
        case .text(let text): (Array(text.utf8), "text/plain; charset=utf-8")
        case .binary(let bytes): (bytes, "application/octet-stream")
        }
    let answer = try await HTTPClient(trusting: trust).post(channel, body: body, contentType: type)
    guard answer.status == 202 else {
        let reason = TerminalText.line(String(answer.text.prefix(200)))
        throw CommandError.failure("the message was refused with \(answer.status): \(reason)")
    }
    guard let id = (try? JSONValue(parsing: answer.body.span))?["id"]?.string else {
        throw CommandError.failure("the node took the message, but named no ID")
    }
    try Console.print(TerminalText.line(id))
}
