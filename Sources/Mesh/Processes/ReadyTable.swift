import BroadcastMesh

/// What `mesh up` shows in a terminal once every node has come through its start: where each is, and whom it dials.
struct ReadyTable {
    /// A process that serves.
    struct Entry: Equatable, Sendable {
        /// The address for browsers, as its ready line has it.
        var address: String

        /// The number of its process.
        var process: Int32
    }

    /// The table, with headings.
    let lines: [String]

    /// Lays it out.
    ///
    /// - Parameters:
    ///   - mesh: The configuration.
    ///   - entries: The nodes that serve, by name.
    init(_ mesh: MeshConfiguration, _ entries: [String: Entry]) {
        let table = Table(
            headings: ["node", "address", "pid", "dials"],
            mesh.nodes.map { node in
                let entry = entries[node.name]
                let dialed = mesh.links(of: node.name).filter(\.dials).map { link in
                    link.transport == .udp ? "\(link.peer) (udp)" : link.peer
                }
                return [
                    node.name, entry?.address ?? "does not serve", entry.map { "\($0.process)" } ?? "-",
                    dialed.isEmpty ? "-" : dialed.joined(separator: ", "),
                ]
            }
        )
        lines = table.lines
    }

    /// The address in a node's ready line, `alpha: chat on http://127.0.0.1:8081/ , gossip on 127.0.0.1:7081`.
    static func address(in line: String) -> String? {
        guard let start = line.firstRange(of: ": chat on ")?.upperBound else { return nil }
        return String(line[start...].prefix { $0 != " " })
    }
}
