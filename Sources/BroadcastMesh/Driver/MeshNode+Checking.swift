extension MeshNode {
    /// Finds out whether nodes of a mesh can be run at all; what the machine has to say shows when they are.
    ///
    /// - Parameter configuration: The mesh.
    /// - Throws: ``MeshNodeError/sealing(_:)``.
    public static func check(_ configuration: MeshConfiguration) throws(MeshNodeError) {
        _ = try NodeSettings.seal(for: configuration)
    }
}
