/// What `mesh completion zsh` prints: a function for `compdef`, with a description of each word.
struct ZshCompletion {
    /// What the subcommands take.
    let syntaxes: [CommandSyntax]

    /// Completes these subcommands.
    init(_ syntaxes: [CommandSyntax]) {
        self.syntaxes = syntaxes
    }

    /// The script.
    var script: String {
        """
        #compdef mesh
        # Completes mesh in zsh:  source <(mesh completion zsh)
        _mesh() {
            if ((CURRENT == 2)); then
                local -a subcommands=(
        \(syntaxes.map { "            \(Shell.quoted("\($0.name):\($0.summary)"))" }.joined(separator: "\n"))
                )
                _describe subcommand subcommands
                return
            fi
            local subcommand=$words[2]
            shift words
            ((CURRENT--))
            case $subcommand in
        \(syntaxes.map(arguments).joined(separator: "\n"))
            esac
        }
        (( $+functions[compdef] )) && compdef _mesh mesh
        """
    }

    private func arguments(_ syntax: CommandSyntax) -> String {
        let options = syntax.options.map { option in
            let action =
                if option.takesPath {
                    "_files"
                } else {
                    option.choices.isEmpty ? " " : "(\(option.choices.joined(separator: " ")))"
                }
            let value = option.placeholder.isEmpty ? "" : ":\(Self.plain(option.placeholder)):\(action)"
            return Shell.quoted("\(option.name)[\(Self.plain(option.summary))]\(value)")
        }
        let node = syntax.takesNode ? ["'1:NODE:{compadd -- $(\(Self.inQuotes(Shell.listNodes)))}'"] : []
        let words = (options + ["'--help[tell more]'"] + node).joined(separator: " ")
        return "        \(syntax.name)) _arguments -s \(words);;"
    }

    /// A text without what means something in a specification of `_arguments`.
    private static func plain(_ text: String) -> String {
        text.map { "[]:".contains($0) ? "\\\($0)" : "\($0)" }.joined()
    }

    /// A command that stands in single quotes already.
    private static func inQuotes(_ command: String) -> String { String(Shell.quoted(command).dropFirst().dropLast()) }
}
