import BroadcastMesh

/// The parts of a mesh between which there is no path.
struct Partition {
    /// The names of the nodes of each part; one part when every node reaches every other.
    let parts: [[String]]

    /// Follows the links of a mesh, whoever dials.
    init(_ mesh: MeshConfiguration) {
        var seen: Set<String> = []
        var parts: [[String]] = []
        for node in mesh.nodes where seen.insert(node.name).inserted {
            var part = [node.name]
            var visited = 0
            while visited < part.count {
                for link in mesh.links(of: part[visited]) where seen.insert(link.peer).inserted {
                    part.append(link.peer)
                }
                visited += 1
            }
            parts.append(part)
        }
        self.parts = parts
    }
}
