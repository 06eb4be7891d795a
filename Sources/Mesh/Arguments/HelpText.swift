/// What `--help` prints.
enum HelpText {
    /// The help of the whole program.
    static func program(_ subcommands: [CommandSyntax]) -> String {
        """
        mesh: a chat and broadcast mesh of nodes that speak to each other, without a broker.

        Usage: mesh SUBCOMMAND

        \(table(subcommands.map { ($0.name, $0.summary) }))

        mesh SUBCOMMAND --help tells more; mesh --version prints the version.
        """
    }

    /// The help of one subcommand.
    static func subcommand(_ syntax: CommandSyntax) -> String {
        let rows =
            syntax.positionals.map { ($0.name, $0.summary) }
            + syntax.options.map { ($0.usage, $0.summary) }
        let parts = ["Usage: \(syntax.usage)", "\(syntax.summary).", syntax.discussion, table(rows)]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// Two columns.
    private static func table(_ rows: [(name: String, summary: String)]) -> String {
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        return rows.map { row in
            "  \(row.name)\(String(repeating: " ", count: width - row.name.count))\(row.summary)"
        }.joined(separator: "\n")
    }
}
