extension Subcommand {
    /// `mesh check`: validates the configuration and prints the topology.
    static let check = Subcommand(
        syntax: CommandSyntax(
            name: "check",
            summary: "Validate the configuration and print the topology",
            discussion: """
                Every link is printed once, from the node that dials to the node that waits.
                An arrow --> is a link over TCP, ~~> one over UDP.
                """,
            options: [.config]
        )
    ) { arguments in
        let report = TopologyReport(try arguments.runnableConfiguration())
        try Console.print(report.text)
        for warning in report.warnings { Console.complain("\(arguments.configurationPath): warning: \(warning)") }
    }
}
