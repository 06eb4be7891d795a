import BroadcastMesh

extension CommandSyntax.Option {
    /// Which node.
    static let url = Self(name: "--url", placeholder: "URL", summary: CommandSyntax.nodeSummary(CommandSyntax.anyNode))
}

extension CommandSyntax {
    /// Which node is asked where none is named.
    static let anyNode = "MESH_URL, else the first node of the configuration"

    /// What stands in the help beside a URL.
    ///
    /// - Parameter other: What is asked where it is left out.
    /// - Returns: A few words.
    static func nodeSummary(_ other: String) -> String { "the HTTP address of a node (default: \(other))" }
}

extension CommandSyntax.Positional {
    /// Which node, where that is what a subcommand is about: the same as `--url`.
    ///
    /// - Parameter other: What is asked where it is left out.
    /// - Returns: The argument.
    static func url(default other: String = CommandSyntax.anyNode) -> Self {
        Self(name: "URL", summary: CommandSyntax.nodeSummary(other), isOptional: true)
    }
}

/// The only place where a URL is read that a person typed: no subcommand asks for one by itself.
extension Arguments {
    /// The node to ask: the one that is named here or in `MESH_URL`, else the first of the configuration.
    ///
    /// - Throws: ``CommandError/usage(_:subcommand:)`` for what is no address of a node, and as ``configuration(from:orElse:)``.
    func node() throws(CommandError) -> NodeAddress {
        if let named = try namedNode() { return named }
        if let text = variable("MESH_URL") { return try address(text, in: "MESH_URL: ") }
        let mesh = try configuration(orElse: "name a node with --url, or in MESH_URL")
        guard let address = mesh.nodes.first.flatMap(NodeAddress.init) else {
            throw usage("the first node of \(configurationPath) takes any free port; name a URL")
        }
        return address
    }

    /// The node that the command line names, by its place or by `--url`; `nil` where it names none.
    ///
    /// - Throws: ``CommandError/usage(_:subcommand:)`` for what is no address of a node, and for two nodes.
    func namedNode() throws(CommandError) -> NodeAddress? {
        let here = try (takes("URL") ? self["URL"] : nil).map { text throws(CommandError) in try address(text) }
        let there = try value(of: "--url").map { text throws(CommandError) in try address(text) }
        if let here, let there, here != there { throw usage("URL and --url name two nodes; give one") }
        return here ?? there
    }

    private func address(_ text: String, in place: String = "") throws(CommandError) -> NodeAddress {
        do throws(NodeAddressError) { return try NodeAddress(text) } catch { throw usage("\(place)\(error)") }
    }
}
