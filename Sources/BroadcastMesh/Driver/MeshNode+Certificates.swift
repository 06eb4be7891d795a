import Reactor

extension MeshNode {
    /// Looks at the certificates of a mesh, as far as they are on this machine; the caller waits for the files.
    ///
    /// - Parameters:
    ///   - configuration: The mesh.
    ///   - name: The node whose certificate is looked at; without one, all nodes.
    /// - Returns: What is to be said, in the order of the nodes; nothing when all is well.
    public static func findings(
        aboutCertificatesOf configuration: MeshConfiguration,
        of name: String? = nil
    ) -> [CertificateFinding] {
        CertificateFinding.all(in: configuration, of: name, LinuxWorld())
    }
}
