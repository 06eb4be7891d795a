import BroadcastMesh
import MeshClient

extension Subcommand {
    /// `mesh status`: shows what a running node sees.
    static let status = Subcommand(
        syntax: CommandSyntax(
            name: "status",
            summary: "Show the links, nodes, users and channels that a running node sees",
            positionals: [
                .init(
                    name: "URL",
                    summary: "the node's HTTP address (default: MESH_URL, else the first node of the configuration)",
                    isOptional: true
                )
            ],
            options: [.url, .authorities, .config, .json]
        )
    ) { arguments in
        let node = try arguments.node(at: arguments["URL"] ?? arguments.value(of: "--url"))
        let answer = try await HTTPClient(trusting: arguments.trust).get(node.status)
        guard answer.status == 200, let status = NodeStatus(decoding: answer.body) else {
            throw CommandError.failure("\(node.status) answered \(answer.status), and no status of a node")
        }
        try Console.print(arguments.has("--json") ? answer.text : StatusReport(status).text)
    }
}
