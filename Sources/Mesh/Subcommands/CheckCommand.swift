import BroadcastMesh

extension Subcommand {
    /// `mesh check`: validates the configuration and prints the topology.
    static let check = Subcommand(
        syntax: CommandSyntax(
            name: "check",
            summary: "Validate the configuration and print the topology",
            discussion: """
                Every link is printed once, from the node that dials to the node that waits.
                An arrow --> is a link over TCP, ~~> one over UDP.
                A certificate that is not on this machine is a warning: another one may run that node.
                What will not work in a network is a warning, what works until something fails a note; both on
                standard error, with exit status 0.
                With --json: an object for each node, each link, each warning and each note.
                """,
            options: [.config, .json]
        )
    ) { arguments in
        let mesh = try arguments.runnableConfiguration()
        let findings = MeshNode.findings(aboutCertificatesOf: mesh)
        for finding in findings where finding.weight == .mistake { throw arguments.mistake(finding) }
        guard !arguments.has("--json") else { return try Console.write(TopologyLines(mesh, findings).text) }
        let report = TopologyReport(mesh)
        try Console.print(report.text)
        for warning in report.warnings {
            Console.complain("\(arguments.configurationPath): \(warning.weight.rawValue): \(warning)")
        }
        for finding in findings {
            Console.complain("\(arguments.configurationPath): warning: \(finding.place): \(finding.problem)")
        }
    }
}
