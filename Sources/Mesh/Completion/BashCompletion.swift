/// What `mesh completion bash` prints: a function that looks at the words before the cursor.
struct BashCompletion {
    /// What the subcommands take.
    let syntaxes: [CommandSyntax]

    /// Completes these subcommands.
    init(_ syntaxes: [CommandSyntax]) {
        self.syntaxes = syntaxes
    }

    /// The script.
    var script: String {
        """
        # Completes mesh in bash:  source <(mesh completion bash)
        _mesh() {
            local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=
            COMPREPLY=()
            if ((COMP_CWORD == 1)); then
                words=\(Shell.quoted(syntaxes.map(\.name).joined(separator: " ")))
            else
                case "${COMP_WORDS[1]} $before" in
        \(syntaxes.flatMap(values).joined(separator: "\n"))
                esac
                case "${COMP_WORDS[1]}" in
        \(syntaxes.map(words).joined(separator: "\n"))
                esac
            fi
            COMPREPLY=($(compgen -W "$words" -- "$word"))
        }
        complete -F _mesh mesh
        """
    }

    /// What may stand behind the options of a subcommand.
    private func values(_ syntax: CommandSyntax) -> [String] {
        syntax.options.filter { !$0.placeholder.isEmpty }.map { option in
            let answer =
                if option.takesPath {
                    #"compopt -o filenames; COMPREPLY=($(compgen -f -- "$word"))"#
                } else if !option.choices.isEmpty {
                    "COMPREPLY=($(compgen -W '\(option.choices.joined(separator: " "))' -- \"$word\"))"
                } else {
                    ":"
                }
            return "        \(Shell.quoted("\(syntax.name) \(option.name)"))) \(answer); return;;"
        }
    }

    /// What else may stand behind a subcommand.
    private func words(_ syntax: CommandSyntax) -> String {
        let options = (syntax.options.map(\.name) + ["--help"]).joined(separator: " ")
        let nodes = syntax.takesNode ? "; ((COMP_CWORD == 2)) && words=\"$(\(Shell.listNodes)) $words\"" : ""
        return "        \(syntax.name)) words='\(options)'\(nodes);;"
    }
}
