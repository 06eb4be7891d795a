/// By what the connections of one client are known: the hash of a secret of it.
///
/// While the key of a mesh changes it has several: some nodes know the client by the one, some by the other.
struct ClientSession: Equatable, Sendable {
    /// The hash, or 0 for a client without a secret.
    var hash: UInt128

    /// What it may be by another key of the mesh, or may have been; mostly nothing.
    var earlier: [UInt128] = []

    /// Whether a claim with this session is of the same client.
    func includes(_ session: UInt128) -> Bool {
        session != 0 && (session == hash || earlier.contains(session))
    }
}
