import Reactor

extension MeshConfiguration {
    /// A setting as text, under the name by which the file has it.
    typealias Setting = (name: String, text: String)

    /// The settings, beside nodes and links, that a node takes over while it runs, in the order of the file.
    func changeableSettings(for name: String) -> [Setting] {
        let addresses: [Setting] = nodes.map { node in
            node.name == name ? ("url", node.url ?? none) : ("\(node.name).url", node.publicURL ?? none)
        }
        let tls = node(named: name)?.tls
        let files: [Setting] = tls.map { [("tls.certificate", $0.certificate), ("tls.key", $0.key)] } ?? []
        return addresses + files + [
            ("origins", origins.isEmpty ? none : origins.joined(separator: " ")),
            ("public", publicFiles?.description ?? none),
            ("limits.message_bytes", "\(limits.messageBytes)"),
            ("limits.clients", "\(limits.clients)"),
            ("limits.request_head_bytes", "\(limits.requestHeadBytes)"),
            ("limits.messages_per_second", limits.messagesPerSecond.map(String.init) ?? none),
            ("limits.trusted_proxies", limits.trustedProxies.isEmpty ? none : Self.list(limits.trustedProxies)),
            ("retention.messages", "\(retention.messages)"),
            ("retention.bytes", "\(retention.bytes)"),
            ("retention.seconds", "\(retention.seconds)"),
        ]
    }

    /// The settings that a node keeps as long as it runs: where it is, and whether it speaks HTTPS there.
    func fixedSettings(of name: String) -> [Setting] {
        guard let node = node(named: name) else { return [] }
        let tls = node.tls == nil ? none : "a certificate"
        return [("http", "\(node.http)"), ("gossip", "\(node.gossip)"), ("tls", tls)]
    }

    /// The same mesh with a node where it is, whatever the file says by now.
    func keepingAddresses(of running: NodeConfiguration) -> MeshConfiguration {
        var mesh = self
        for index in mesh.nodes.indices where mesh.nodes[index].name == running.name {
            mesh.nodes[index].http = running.http
            mesh.nodes[index].gossip = running.gossip
            if (mesh.nodes[index].tls == nil) != (running.tls == nil) { mesh.nodes[index].tls = running.tls }
        }
        return mesh
    }

    private static func list(_ addresses: [SocketAddress]) -> String {
        addresses.map(\.hostDescription).joined(separator: " ")
    }
}

/// How a setting reads that is not there.
private let none = "none"
