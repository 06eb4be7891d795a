import Reactor

/// A node that whoever comes may break on purpose, to see what becomes of the mesh: what they did to its links.
///
/// One is made only for a mesh that stays on this machine. A node without one has nothing that could be broken in this way.
package struct Demonstration: Sendable {
    /// The links that are not simply up, by the peer's name.
    private var switches: [String: LinkSwitch] = [:]

    /// Admits a mesh of this machine.
    ///
    /// - Parameters:
    ///   - mesh: All of its nodes listen and dial on loopback, by number or as `localhost`, and no `url` leads to one.
    ///   - file: What to call the configuration in an error.
    /// - Throws: The first address that leads elsewhere, and its place.
    package init(of mesh: MeshConfiguration, from file: String) throws(ConfigurationError) {
        for (index, node) in mesh.nodes.enumerated() {
            func refuse(_ key: String, _ address: String) -> ConfigurationError {
                let problem =
                    "\(address) is not loopback; in a demonstration anybody who reaches a node may kill it: use "
                    + "127.0.0.1, or leave the demonstration out"
                return ConfigurationError(file: file, place: "nodes[\(index)].\(key)", problem: problem)
            }
            guard node.http.isLoopback else { throw refuse("http", "\(node.http)") }
            guard node.gossip.isLoopback else { throw refuse("gossip", "\(node.gossip)") }
            if let url = node.url { throw refuse("url", url) }
            for (position, peer) in node.peers.enumerated() {
                guard let address = peer.address, !address.isLoopback else { continue }
                throw refuse("peers[\(position)].address", "\(address)")
            }
        }
    }

    /// Makes something of the link to a peer.
    mutating func turn(_ peer: String, _ state: LinkSwitch) {
        switches[peer] = state == .up ? nil : state
    }

    /// The peers to which links are slow.
    var slowPeers: Set<String> { peers(.slow) }

    private func peers(_ state: LinkSwitch) -> Set<String> {
        Set(switches.filter { $0.value == state }.keys)
    }

    /// The mesh as one of its nodes is to take it: without the links that are down.
    func applied(to mesh: MeshConfiguration, at name: String) -> MeshConfiguration {
        let cut = peers(.down)
        guard !cut.isEmpty else { return mesh }
        var mesh = mesh
        for index in mesh.nodes.indices {
            let isOwn = mesh.nodes[index].name == name
            guard isOwn || cut.contains(mesh.nodes[index].name) else { continue }
            mesh.nodes[index].peers.removeAll { isOwn ? cut.contains($0.name) : $0.name == name }
        }
        return mesh
    }
}
