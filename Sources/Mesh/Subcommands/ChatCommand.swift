import BroadcastMesh
import Bytes
import Reactor

extension Subcommand {
    /// `mesh chat`: takes part in the chat.
    static let chat = Subcommand(
        syntax: CommandSyntax(
            name: "chat",
            summary: "Take part in the chat from a terminal",
            discussion: """
                Each line that you type is a message. Ctrl-D leaves, after a moment for what is on its way; a second one
                leaves at once. When the node is gone, the chat goes on at another one; what you typed meanwhile is sent
                there. With a pipe as standard input each line of it is a message, and the exit status says whether a node
                took them all.
                """,
            positionals: [
                .init(name: "CHANNEL", summary: "the chat channel (default: chat)", isOptional: true, mayBeEmpty: true)
            ],
            options: [
                .init(name: "--as", placeholder: "NAME", summary: "your name in the chat; it must be free"),
                .init(name: "--history", placeholder: "N", summary: "first the last N messages (default: 20)"),
                .url, .authorities, .config,
            ]
        )
    ) { arguments in
        guard let username = arguments.value(of: "--as") else { throw arguments.usage("--as NAME is missing") }
        let participant = ChatParticipant(
            username: username,
            channel: try arguments.channel(),
            secret: RandomBytes.hexadecimal(count: 16),
            history: try arguments.integer(of: "--history", in: 0...1_000_000) ?? 20,
            home: try arguments.node()
        )
        let isInteractive = Terminal.isInteractive && CurrentProcess.textVariable("TERM") != "dumb"
        let session = ChatSession(participant)
        var conversation = Conversation(session, isInteractive: isInteractive, trusting: try arguments.trust())
        try await conversation.run()
    }
}

extension RandomBytes {
    /// So many random bytes as digits, two for each: what nobody guesses.
    static func hexadecimal(count: Int) -> String {
        array(count: count).hexadecimal
    }
}
