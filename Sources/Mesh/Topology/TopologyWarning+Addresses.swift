import BroadcastMesh
import Reactor

/// Addresses that are no mistake of the file, and lead nowhere in a network.
extension TopologyWarning {
    /// Nodes at every address of their machines, to which nobody is sent.
    static func unreachablePages(of mesh: MeshConfiguration) -> [String] {
        mesh.nodes.filter { $0.http.isWildcard && $0.url == nil }.map { node in
            "\(node.name) serves at every address of its machine; browsers are not sent there without a \"url\""
        }
    }

    /// Links to an address that means the machine of who dials it.
    static func dialsOfThemselves(in mesh: MeshConfiguration) -> [String] {
        mesh.nodes.flatMap { node in
            mesh.links(of: node.name).compactMap { link in
                guard let address = link.dialAddress else { return nil }
                guard address.isWildcard || address.isLoopback && !node.gossip.isLoopback else { return nil }
                return "\(node.name) dials \(link.peer) at \(address), which is its own machine; "
                    + "give the peer an \"address\""
            }
        }
    }

    /// Links over UDP from an address of one kind to one of the other.
    static func unequalFamilies(in mesh: MeshConfiguration) -> [String] {
        mesh.nodes.flatMap { node in
            mesh.links(of: node.name).compactMap { link in
                guard link.transport == .udp, let address = link.dialAddress,
                    let own = knownAddress(of: node.gossip.host), let there = knownAddress(of: address.host),
                    !own.isSameFamily(as: there)
                else { return nil }
                return "\(node.name) dials \(link.peer) over UDP at \(address), and has \(node.gossip) itself; "
                    + "use IPv4 or IPv6 at both ends, or tcp"
            }
        }
    }

    /// The address of a host for which nobody else needs to be asked; of a name, its first is used.
    private static func knownAddress(of host: String) -> SocketAddress? {
        if let address = SocketAddress(numericHost: host, port: 0) { return address }
        return host == "localhost" ? (try? SocketAddress.resolve(host: host, port: 0))?.first : nil
    }

    /// Nodes of a mesh of several machines, at which only their own has browsers.
    static func pagesForNobody(of mesh: MeshConfiguration) -> [String] {
        mesh.nodes.filter { $0.url == nil && $0.http.isLoopback && !$0.gossip.isLoopback }.map { node in
            "\(node.name) serves browsers of its own machine only, at \(node.http); "
                + "give it an \"http\" that others reach, or the \"url\" of a proxy before it"
        }
    }

    /// Nodes that a page from another one cannot go on at: a browser opens no plain connection for it.
    static func mixedPages(of mesh: MeshConfiguration) -> [String] {
        guard let sealed = mesh.nodes.first(where: { $0.publicURL?.hasPrefix("https:") == true }) else { return [] }
        return mesh.nodes.compactMap { node in
            guard let url = node.publicURL, url.hasPrefix("http:"), !node.http.isLoopback else { return nil }
            return "a page from \(sealed.publicURL ?? sealed.name) cannot go on at \(node.name), which is at \(url); "
                + "give it a \"url\" with https"
        }
    }
}
