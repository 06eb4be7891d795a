import Gossip
import Reactor
import SystemTLS

/// What a node was told, before it started and as its configuration was read again.
struct NodeSettings {
    /// The mesh that it is one of.
    let mesh: MeshConfiguration

    /// Its own part of it.
    let node: NodeConfiguration

    /// What the people who run it are told.
    let log: Log

    /// What makes its links private.
    let seal: LinkSeal

    /// What seals, where that is not the system's OpenSSL.
    let cryptography: (any Cryptography)?

    /// What people do to its links, on a node of a demonstration; any other has none.
    var demonstration: Demonstration?

    /// What a turn of it may spend, in nanoseconds, from ``TurnBudget/least`` on: nobody but a simulator says something else.
    var turn = TurnBudget.turn

    /// What bounds its gossip; the same holds.
    var limits = GossipLimits()

    /// Finds the node in its mesh.
    ///
    /// - Parameters:
    ///   - name: The node's name.
    ///   - mesh: The mesh.
    ///   - log: What people are told.
    ///   - cryptography: What seals its links and its clients' connections; the system's OpenSSL without it.
    /// - Throws: When the mesh has no such node, or its nodes cannot be run.
    init(
        _ name: String,
        of mesh: MeshConfiguration,
        log: Log,
        sealedBy cryptography: (any Cryptography)? = nil
    ) throws(MeshNodeError) {
        guard let node = mesh.node(named: name) else { throw .unknownNode(name) }
        seal = try Self.seal(for: mesh, using: cryptography)
        self.cryptography = cryptography
        self.mesh = mesh
        self.node = node
        self.log = log
    }

    /// The same node of a mesh that has changed, where it is.
    ///
    /// - Throws: When that mesh has no such node, its nodes cannot be run, or the node would be open to everybody who reaches
    ///   it where it is.
    func changed(to mesh: MeshConfiguration) throws(MeshNodeError) -> NodeSettings {
        let kept = mesh.keepingAddresses(of: node)
        try requireGuard(of: kept)
        var changed = try NodeSettings(node.name, of: kept, log: log, sealedBy: cryptography)
        (changed.turn, changed.limits) = (turn, limits)
        guard let demonstration else { return changed }
        do throws(ConfigurationError) {
            // Whoever comes may kill the node, so it is a demonstration only as long as the mesh stays on this machine.
            _ = try Demonstration(of: mesh, from: "")
        } catch {
            throw .demonstration(error)
        }
        changed.demonstration = demonstration
        return changed
    }

    /// A mesh without a key is on this machine, as its file says: but the node stays where it is.
    private func requireGuard(of kept: MeshConfiguration) throws(MeshNodeError) {
        guard kept.keys.isEmpty, !mesh.keys.isEmpty, !node.gossip.isLoopback else { return }
        let problem =
            "the node stays at \(node.gossip), which is not loopback, and would speak to everybody there without one; "
            + "stop the node to take the key away"
        throw .unguarded(ConfigurationError(file: "", place: "key", problem: problem))
    }

    /// The mesh without the links that were cut in a demonstration.
    var linkedMesh: MeshConfiguration { demonstration?.applied(to: mesh, at: node.name) ?? mesh }

    /// Who its peers are.
    var peers: PeersSettings {
        PeersSettings(linkedMesh, of: node.name, slow: demonstration?.slowPeers ?? [])
    }

    /// What makes the links of a mesh private; what that takes is loaded here, and only for a mesh with a key.
    ///
    /// - Throws: ``MeshNodeError/sealing(_:)``.
    static func seal(
        for mesh: MeshConfiguration,
        using cryptography: (any Cryptography)? = nil
    ) throws(MeshNodeError) -> LinkSeal {
        do { return try LinkSeal(mesh.keys, using: cryptography) } catch { throw .sealing("\(error)") }
    }
}
