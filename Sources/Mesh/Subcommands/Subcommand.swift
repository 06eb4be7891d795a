/// One thing that `mesh` can do.
struct Subcommand: Sendable {
    /// Its name, what it takes, and what its `--help` says.
    let syntax: CommandSyntax

    /// Does it; returning is success.
    let run: @Sendable (Arguments) async throws -> Void

    /// Every one, in the order of the help.
    static let all: [Subcommand] = [
        .up, .demo, .run, .check, .initialize, .key, .simulate, .replay, .status, .post, .tail, .chat, .bench,
        .completion,
    ]
}
