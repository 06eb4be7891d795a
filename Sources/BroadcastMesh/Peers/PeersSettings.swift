/// Who a node's peers are: what the configuration says of them.
struct PeersSettings {
    /// This node's name.
    let name: String

    /// The links, in the order of the file.
    let links: [LinkConfiguration]

    /// How many nodes the mesh has.
    let nodeCount: Int

    /// Whether peers may only be reached on this machine, for nothing proves who they are.
    let needsLoopback: Bool

    /// The peers to which links are slow, in a demonstration.
    let slowPeers: Set<String>

    /// Reads them.
    init(_ configuration: MeshConfiguration, of name: String, slow slowPeers: Set<String> = []) {
        self.name = name
        links = configuration.links(of: name)
        nodeCount = configuration.nodes.count
        needsLoopback = configuration.keys.isEmpty
        self.slowPeers = slowPeers
    }
}
