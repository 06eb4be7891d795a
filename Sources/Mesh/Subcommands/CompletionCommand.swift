extension Subcommand {
    /// `mesh completion`: has a shell complete the others.
    static let completion = Subcommand(
        syntax: CommandSyntax(
            name: "completion",
            summary: "Write a completion script to standard output",
            discussion: """
                bash:  source <(mesh completion bash)
                zsh:   source <(mesh completion zsh)
                fish:  mesh completion fish | source
                """,
            positionals: [.init(name: "SHELL", summary: "bash, zsh or fish")]
        )
    ) { arguments in
        let name = arguments["SHELL"] ?? ""
        guard let shell = Shell(rawValue: name) else {
            let names = Shell.allCases.map(\.rawValue).joined(separator: ", ")
            throw arguments.usage("there is no completion for \"\(name)\"; SHELL is one of \(names)")
        }
        try Console.print(shell.script(for: Subcommand.all.map(\.syntax)))
    }
}
