import BroadcastMesh
import JSON
import Reactor

/// A `mesh.json` that is being made.
struct MeshDraft {
    /// The file that the configuration names for the shared key, beside itself.
    static let keyFile = "mesh.key"

    /// The nodes, in the order of the ring.
    let nodes: [PlannedNode]

    /// Whether links leave the machine, so that the nodes must prove a key to each other.
    let needsKey: Bool

    /// Makes one, in a ring with chords.
    ///
    /// - Parameter words: The nodes as they were typed; see ``PlannedNode/nodes(reading:)``.
    /// - Throws: ``PlanError``.
    init(_ words: [String]) throws(PlanError) {
        nodes = try PlannedNode.nodes(reading: words)
        needsKey = !nodes.allSatisfy(\.isLoopback)
    }

    /// The file's text, a line for each node.
    var text: String {
        let dials = RingWithChords.dials(of: nodes.count)
        let lines = zip(nodes, dials).map { node, dials in
            let peers = dials.map { Self.quoted(nodes[$0].name) }.joined(separator: ", ")
            return """
                    { "name": \(Self.quoted(node.name)), "http": "\(node.http)", "gossip": "\(node.gossip)", \
                "peers": [\(peers)] }
                """
        }
        let key = needsKey ? "  \"key\": \(Self.quoted(Self.keyFile)),\n" : ""
        return "{\n\(key)  \"nodes\": [\n\(lines.joined(separator: ",\n"))\n  ]\n}"
    }

    /// Sees that the file will be taken: the reader of `mesh.json` knows the rules.
    ///
    /// - Throws: What it objects to.
    func validate() throws(ConfigurationError) {
        let secret = String(repeating: "k", count: 32)
        let surroundings = ConfigurationSurroundings(
            environmentKey: needsKey ? secret : nil,
            readFile: { _ in nil },
            resolve: ConfigurationSurroundings.none.resolve
        )
        _ = try MeshConfiguration(parsing: Array(text.utf8), in: surroundings)
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.value(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
