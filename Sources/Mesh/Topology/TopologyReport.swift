import BroadcastMesh
import Reactor

/// A configuration as a person wants to see it: the nodes, who dials whom, and what looks wrong.
struct TopologyReport {
    /// Nodes and links, for standard output.
    let text: String

    /// What is allowed, but hardly meant.
    let warnings: [TopologyWarning]

    /// Describes a mesh.
    init(_ mesh: MeshConfiguration) {
        let nodes = mesh.nodes.map { node in
            [node.name, Self.address(of: node), "gossip on \(node.gossip)", node.url.map { "reached at \($0)" } ?? ""]
        }
        let links = mesh.nodes.flatMap { node in
            mesh.links(of: node.name).compactMap { link in
                link.dialAddress.map { address in
                    let arrow = link.transport == .tcp ? "-->" : "~~>"
                    let isOverridden = address != mesh.node(named: link.peer)?.gossip
                    return [
                        "\(node.name) \(arrow) \(link.peer)", "\(link.transport)", isOverridden ? "at \(address)" : "",
                    ]
                }
            }
        }
        let access = mesh.key == nil ? "no key: this machine only" : "with a key"
        let nodeTitle = "\(Self.counted(mesh.nodes.count, "node")) (\(access))"
        let lines = [nodeTitle] + Table(nodes).lines + [Self.counted(links.count, "link")] + Table(links).lines
        text = lines.joined(separator: "\n")
        warnings = TopologyWarning.all(about: mesh)
    }

    private static func address(of node: NodeConfiguration) -> String {
        let host = node.http.isWildcard ? "every address" : node.http.host
        if node.http.port == 0 { return "\(host), any free port" }
        return node.http.isWildcard ? "\(host), port \(node.http.port)" : "\(node.scheme)://\(node.http)/"
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
