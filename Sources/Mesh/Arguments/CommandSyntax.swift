/// What a subcommand takes.
struct CommandSyntax: Sendable {
    /// An argument that is known by its place.
    struct Positional: Sendable {
        /// What stands for it in the help, in capitals: `NODE`.
        var name: String

        /// What it means, in the help.
        var summary: String

        /// Whether it may be left out; only the last ones may.
        var isOptional = false

        /// Whether any number of them may follow; only the last one may be.
        var isRepeated = false

        /// Whether no letters are one: a message can be empty, and `""` is the name of a channel.
        var mayBeEmpty = false

        /// How it is written in the help: `NODE`, `[URL]`, `NODE…`.
        var usage: String {
            let written = isRepeated ? "\(name)…" : name
            return isOptional ? "[\(written)]" : written
        }
    }

    /// An argument that is known by its name: `--config FILE`.
    struct Option: Sendable {
        /// Its name with the two hyphens.
        var name: String

        /// What stands for its value in the help; empty for one that has none: it is given or not.
        var placeholder: String

        /// What it means, in the help, with the default.
        var summary: String

        /// The words that it takes; empty where it is free.
        var choices: [String] = []

        /// How it is written in the help: `--config FILE`, `--json`.
        var usage: String { placeholder.isEmpty ? name : "\(name) \(placeholder)" }
    }

    /// The subcommand's name.
    var name: String

    /// What it does, in a few words.
    var summary: String

    /// What it does, in a few lines.
    var discussion = ""

    var positionals: [Positional] = []

    var options: [Option] = []

    /// How it is called: `mesh run NODE [--config FILE]`.
    var usage: String {
        (["mesh", name] + positionals.map(\.usage) + options.map { "[\($0.usage)]" }).joined(separator: " ")
    }
}
