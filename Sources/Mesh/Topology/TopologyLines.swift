import BroadcastMesh
import JSON

/// A configuration as a program wants to see it: one JSON object in a line for each node, each link, each warning and note.
///
///     {"node":"alpha","http":"127.0.0.1:8081","gossip":"127.0.0.1:7081"}
///     {"link":["alpha","bravo"],"transport":"tcp","address":"127.0.0.1:7082"}
///     {"warning":"…"}
///     {"note":"…"}
struct TopologyLines {
    /// All lines, each with its end.
    let text: String

    /// Describes a mesh, and what is to be said of its certificates.
    init(_ mesh: MeshConfiguration, _ findings: [CertificateFinding] = []) {
        let nodes = mesh.nodes.map { node in
            JSONWriter.object { writer in
                writer.member("node", node.name)
                writer.member("http", "\(node.http)")
                writer.member("gossip", "\(node.gossip)")
                if let url = node.url { writer.member("url", url) }
            }
        }
        let links = mesh.nodes.flatMap { node in
            mesh.links(of: node.name).compactMap { link in
                link.dialAddress.map { address in
                    JSONWriter.object { writer in
                        writer.member("link", [node.name, link.peer])
                        writer.member("transport", "\(link.transport)")
                        writer.member("address", "\(address)")
                    }
                }
            }
        }
        let warnings = TopologyWarning.all(about: mesh).map { warning in
            JSONWriter.object { $0.member(warning.weight.rawValue, "\(warning)") }
        }
        let found = findings.map { finding in
            JSONWriter.object { $0.member("warning", "\(finding.place): \(finding.problem)") }
        }
        text = (nodes + links + warnings + found).map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
    }
}
