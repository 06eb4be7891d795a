import BroadcastMesh
import Reactor

/// Something that a configuration may say, but hardly means, and what to do about it.
struct TopologyWarning: Equatable, CustomStringConvertible {
    /// How much it matters.
    enum Weight: String {
        /// It works, until something fails.
        case note

        /// It does not work as it looks.
        case warning
    }

    /// How much it matters.
    let weight: Weight

    /// What, in one line.
    let description: String

    /// Everything of the kind in a mesh: warnings first.
    static func all(about mesh: MeshConfiguration) -> [TopologyWarning] {
        let warnings =
            parts(of: mesh) + unreachablePages(of: mesh) + dialsOfThemselves(in: mesh) + unequalFamilies(in: mesh)
            + pagesForNobody(of: mesh) + mixedPages(of: mesh) + passwords(of: mesh)
        return warnings.map { TopologyWarning(weight: .warning, description: $0) }
            + singleLinks(of: mesh).map { TopologyWarning(weight: .note, description: $0) }
    }

    private static func parts(of mesh: MeshConfiguration) -> [String] {
        let parts = Partition(mesh).parts
        guard parts.count > 1 else { return [] }
        let named = parts.map { $0.joined(separator: ", ") }.joined(separator: " | ")
        return ["the mesh is in \(parts.count) parts that cannot reach each other: \(named); join them by \"peers\""]
    }

    private static func singleLinks(of mesh: MeshConfiguration) -> [String] {
        // Two nodes have no other, and of parts there is more to say.
        guard mesh.nodes.count > 2 else { return [] }
        let lonely = mesh.nodes.map(\.name).filter { mesh.links(of: $0).count == 1 }
        guard let first = lonely.first else { return [] }
        let cure = "when its one peer fails, it is cut off; name a second one in \"peers\""
        guard lonely.count > 1 else { return ["\(first) has one link only: \(cure)"] }
        let named = lonely.prefix(mostNamed).joined(separator: ", ")
        let more = lonely.count > mostNamed ? " and \(lonely.count - mostNamed) more" : ""
        return ["\(named)\(more) have one link only, each: \(cure)"]
    }

    /// How many nodes are named where many have one fault.
    private static let mostNamed = 5

    private static func passwords(of mesh: MeshConfiguration) -> [String] {
        guard mesh.keys.contains(where: \.looksLikePassword) else { return [] }
        return [
            "the key looks like a password: who overhears one greeting can try passwords at leisure; "
                + "make one with mesh key"
        ]
    }
}
