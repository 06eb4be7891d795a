extension MeshNode {
    /// Goes on as another configuration says, while it runs: as the same file reads by now, for example.
    ///
    /// Links and nodes that are new or gone, limits, retention, origins, `url` and keys change, and no client and no link that
    /// stays is dropped for it. A link is closed and opened again, which takes some milliseconds, where its transport
    /// changes, where it was sealed by a key that is taken no more, or where there was no key and is one, or the other way
    /// round; and all links are when ``ClientLimits/messageBytes`` grows, for peers were told it when they opened. A limit
    /// binds who is here from the next message on. The node's own `http` and `gossip` addresses stay, and whether it has a
    /// certificate; the files of that are read again.
    ///
    ///     let mesh = try MeshConfiguration(contentsOf: "mesh.json", environment: [:])
    ///     let change = try await node.reconfigure(mesh)
    ///
    /// - Parameter configuration: The mesh, as it is from now on.
    /// - Returns: What changes, which the log tells as well, and what stays though the configuration says otherwise. A node
    ///   that stops or has stopped changes nothing.
    /// - Throws: ``MeshNodeError/unknownNode(_:)`` when that mesh has no such node, ``MeshNodeError/sealing(_:)`` when this
    ///   machine lacks what its key needs, ``MeshNodeError/unguarded(_:)`` when the node has a key and none there, and is
    ///   where others than this machine reach it, ``MeshNodeError/sealed`` when the node is recorded, and has a key or a
    ///   certificate there; nothing has changed then.
    @discardableResult
    public func reconfigure(_ configuration: MeshConfiguration) throws(MeshNodeError) -> ConfigurationChange {
        let change = try recorder.record(configuration) { () throws(MeshNodeError) in
            try node.reconfigure(configuration)
        }
        carryOut()
        return change
    }
}
