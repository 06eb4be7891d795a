/// What a node was told before it started.
struct NodeSettings {
    /// The mesh that it is one of.
    let mesh: MeshConfiguration

    /// Its own part of it.
    let node: NodeConfiguration

    /// What the people who run it are told.
    let log: Log

    /// Finds the node in its mesh.
    ///
    /// - Parameters:
    ///   - name: The node's name.
    ///   - mesh: The mesh.
    ///   - log: What people are told.
    /// - Throws: When the mesh has no such node, or its nodes cannot be run.
    init(_ name: String, of mesh: MeshConfiguration, log: Log) throws(MeshNodeError) {
        guard let node = mesh.node(named: name) else { throw .unknownNode(name) }
        try Self.check(mesh)
        self.mesh = mesh
        self.node = node
        self.log = log
    }

    /// Finds out whether nodes of a mesh can be run at all; what the machine has to say shows when they are.
    ///
    /// - Throws: ``MeshNodeError/keysUnsupported``.
    static func check(_ mesh: MeshConfiguration) throws(MeshNodeError) {
        // A mesh whose file asks for a key must not run as if it had none.
        guard mesh.key == nil else { throw .keysUnsupported }
    }
}
