import BroadcastMesh
import Reactor

/// Something that a configuration may say, but hardly means.
struct TopologyWarning: Equatable, CustomStringConvertible {
    /// What, in one line.
    let description: String

    /// Everything of the kind in a mesh.
    static func all(about mesh: MeshConfiguration) -> [TopologyWarning] {
        (parts(of: mesh) + unreachablePages(of: mesh) + dialsOfThemselves(in: mesh)).map(TopologyWarning.init)
    }

    private static func parts(of mesh: MeshConfiguration) -> [String] {
        let parts = Partition(mesh).parts
        guard parts.count > 1 else { return [] }
        let named = parts.map { $0.joined(separator: ", ") }.joined(separator: " | ")
        return ["the mesh is in \(parts.count) parts that cannot reach each other: \(named)"]
    }

    private static func unreachablePages(of mesh: MeshConfiguration) -> [String] {
        mesh.nodes.filter { $0.http.isWildcard && $0.url == nil }.map { node in
            "\(node.name) serves at every address of its machine; browsers are not sent there without a \"url\""
        }
    }

    private static func dialsOfThemselves(in mesh: MeshConfiguration) -> [String] {
        mesh.nodes.flatMap { node in
            mesh.links(of: node.name).compactMap { link in
                guard let address = link.dialAddress, address.isWildcard else { return nil }
                return "\(node.name) dials \(link.peer) at \(address), which is its own machine; "
                    + "give the peer an \"address\""
            }
        }
    }
}
