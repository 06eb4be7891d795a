import Gossip

/// A mesh as `mesh.json` describes it: every node, who speaks to whom, and what the limits are.
///
/// One file serves every node; each finds its own part by its name. A value of this type is valid as a whole:
/// names are unique, every peer is a node, and without one of the ``keys`` nothing leaves the machine. So none is changed in
/// part: who wants another makes it with ``init(nodes:keys:origins:limits:retention:)``, which checks it.
public struct MeshConfiguration: Equatable, Sendable {
    /// The nodes, in the order of the file; at least one.
    public package(set) var nodes: [NodeConfiguration]

    /// The secrets that the nodes of the mesh hold, of 16 bytes or more each; none lets loopback in and nobody else.
    ///
    /// A node proves the first, and takes any of them: so a key is replaced node by node.
    public package(set) var keys: [Secret]

    /// The origins that browsers may come from, beside those of the mesh's own nodes; `*` stands for all of them.
    public package(set) var origins: [String]

    /// The files that are served in the place of the chat page, which is at `/chat` then; `nil` for none.
    public package(set) var publicFiles: PublicFiles?

    /// What a node takes from its clients.
    public package(set) var limits: ClientLimits

    /// What a node keeps of what it heard.
    public package(set) var retention: Retention
}

extension MeshConfiguration {
    /// The key that a node proves, if the mesh has one.
    public var key: Secret? { keys.first }

    /// What its hashes of clients' secrets have in them; the same on every node.
    ///
    /// The other keys may be the first of a node that has not read the same file yet.
    var salt: MeshSalt {
        MeshSalt(secret: key?.bytes).following(keys.dropFirst().map { MeshSalt(secret: $0.bytes) })
    }

    /// The node of this name, or `nil` when the mesh has none.
    public func node(named name: String) -> NodeConfiguration? {
        nodes.first { $0.name == name }
    }
}
