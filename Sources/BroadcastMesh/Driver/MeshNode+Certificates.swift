public import Reactor

extension MeshNode {
    /// Looks at the certificates of a mesh, as far as they are on this machine.
    ///
    /// - Parameters:
    ///   - configuration: The mesh.
    ///   - name: The node whose certificate is looked at; without one, all nodes.
    ///   - world: Who reads the files; the caller waits.
    /// - Returns: What is to be said, in the order of the nodes; nothing when all is well.
    public static func findings(
        aboutCertificatesOf configuration: MeshConfiguration,
        of name: String? = nil,
        in world: any World = LinuxWorld()
    ) -> [CertificateFinding] {
        CertificateFinding.all(in: configuration, of: name, world)
    }
}
