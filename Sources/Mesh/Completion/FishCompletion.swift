/// What `mesh completion fish` prints: a `complete` for each word.
struct FishCompletion {
    /// What the subcommands take.
    let syntaxes: [CommandSyntax]

    /// Completes these subcommands.
    init(_ syntaxes: [CommandSyntax]) {
        self.syntaxes = syntaxes
    }

    /// The script.
    var script: String {
        let head = ["# Completes mesh in fish:  mesh completion fish | source", "complete -c mesh -f"]
        let names = syntaxes.map {
            "complete -c mesh -n __fish_use_subcommand -a \($0.name) -d \(Shell.quoted($0.summary))"
        }
        return (head + names + syntaxes.flatMap(words)).joined(separator: "\n")
    }

    private func words(_ syntax: CommandSyntax) -> [String] {
        let condition = "complete -c mesh -n '__fish_seen_subcommand_from \(syntax.name)'"
        let options = syntax.options.map { option in
            let value =
                if option.placeholder.isEmpty {
                    ""
                } else if option.takesPath {
                    " -r -F"
                } else {
                    option.choices.isEmpty ? " -x" : " -x -a '\(option.choices.joined(separator: " "))'"
                }
            return "\(condition) -l \(option.name.dropFirst(2))\(value) -d \(Shell.quoted(option.summary))"
        }
        return options + (syntax.takesNode ? ["\(condition) -a \(Shell.quoted("(\(Shell.listNodes))"))"] : [])
    }
}
