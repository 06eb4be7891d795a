import Gossip

/// The other nodes of the mesh, and where clients can go to.
struct OtherNodes {
    /// The name of this one.
    private let name: String

    /// What the file says of the others.
    private let nodes: [NodeConfiguration]

    /// Where clients could go when this was found out last.
    private var urls: [String] = []

    /// As of which change of nodes that was; `nil` before the first time.
    private var changeCount: Int?

    /// All nodes of a mesh but one.
    init(of configuration: MeshConfiguration, but name: String) {
        self.name = name
        nodes = configuration.nodes.filter { $0.name != name }
    }

    /// Where a client could go when this node is gone: the nodes that can be reached first, then the others.
    ///
    /// It is found out anew when nodes have changed, and not for each client that comes: it takes sorting all of them.
    ///
    /// - Parameters:
    ///   - changeCount: See `GossipNode.nodeChangeCount`.
    ///   - reports: The nodes that can be reached.
    /// - Returns: Their addresses for browsers.
    mutating func urls(asOf changeCount: Int, _ reports: @autoclosure () -> [NodeReport]) -> [String] {
        guard self.changeCount != changeCount else { return urls }
        let reachable = reports().filter { $0.name != name }
        let names = Set(reachable.map(\.name))
        // A node that listens on every address, and was not told which of them is for browsers, says none.
        urls = reachable.map(\.url).filter { !$0.isEmpty }
        urls += nodes.filter { !names.contains($0.name) }.compactMap(\.publicURL)
        self.changeCount = changeCount
        return urls
    }
}
