/// A shell that completes what one types.
enum Shell: String, CaseIterable {
    case bash
    case zsh
    case fish

    /// The script that has the shell complete `mesh`.
    ///
    /// - Parameter syntaxes: What the subcommands take.
    /// - Returns: Its text.
    func script(for syntaxes: [CommandSyntax]) -> String {
        switch self {
        case .bash: BashCompletion(syntaxes).script
        case .zsh: ZshCompletion(syntaxes).script
        case .fish: FishCompletion(syntaxes).script
        }
    }

    /// Prints the nodes of the configuration, one a line: what completes a `NODE`.
    static let listNodes = #"mesh check --json 2>/dev/null | sed -n 's/^{"node":"\([^"]*\)".*/\1/p'"#

    /// A text in single quotes, in which nothing means anything; the same in all three shells.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}

extension CommandSyntax.Option {
    /// Whether its value is a place in the file system.
    var takesPath: Bool { placeholder.hasPrefix("FILE") || placeholder.hasPrefix("DIR") }
}

extension CommandSyntax {
    /// Whether it wants the name of a node first.
    var takesNode: Bool { positionals.first?.name == "NODE" && positionals.first?.isRepeated == false }
}
