import Reactor

/// Who a node's peers are: what the configuration says of them.
struct PeersSettings {
    /// This node's name.
    let name: String

    /// The links, in the order of the file.
    let links: [LinkConfiguration]

    /// How many nodes the mesh has.
    let nodeCount: Int

    /// The peers to which links are slow, in a demonstration.
    let slowPeers: Set<String>

    /// Whether peers may only be on this machine, for nothing proves who they are.
    private let needsLoopback: Bool

    /// Reads them.
    init(_ configuration: MeshConfiguration, of name: String, slow slowPeers: Set<String> = []) {
        self.name = name
        links = configuration.links(of: name)
        nodeCount = configuration.nodes.count
        needsLoopback = configuration.keys.isEmpty
        self.slowPeers = slowPeers
    }

    /// Whether a peer may be at an address, or this node where peers reach it.
    ///
    /// What the file says was checked when it was read; what a name means may change, and a node stays where it is.
    func admits(_ address: SocketAddress) -> Bool { !needsLoopback || address.isLoopback }
}
