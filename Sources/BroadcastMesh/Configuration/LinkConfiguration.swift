public import Reactor

/// A link of one node, seen from that node.
public struct LinkConfiguration: Equatable, Sendable {
    /// The node at the other end.
    public var peer: String

    /// How the two speak.
    public var transport: LinkTransport

    /// Where this node dials; `nil` when the peer dials and this node waits.
    public var dialAddress: Endpoint?

    /// Whether the two prove a key to each other, and nobody else can read or change what they say.
    public var isSealed: Bool

    /// Whether this node is the one that dials.
    public var dials: Bool { dialAddress != nil }
}

extension MeshConfiguration {
    /// The links of one node, in the order of the file's nodes.
    ///
    /// A link exists where either side names the other, and the side that names dials. Where both do, one link is
    /// used: the side that alone gives an `address` dials, for only then is it honoured; otherwise the one whose
    /// name sorts first. Both nodes read the same file, so both come to the same answer.
    ///
    /// - Parameter name: A node of this mesh.
    /// - Returns: One link for each neighbour; nothing for a name that the mesh does not have.
    public func links(of name: String) -> [LinkConfiguration] {
        guard let node = node(named: name) else { return [] }
        return nodes.compactMap { other in
            guard let transport = (node.entry(for: other) ?? other.entry(for: node))?.transport else { return nil }
            let address = node.dials(other) ? node.entry(for: other)?.address ?? other.gossip : nil
            return LinkConfiguration(
                peer: other.name,
                transport: transport,
                dialAddress: address,
                isSealed: !keys.isEmpty
            )
        }
    }
}

extension NodeConfiguration {
    /// What this node says about a peer; `nil` when it does not name it.
    func entry(for peer: NodeConfiguration) -> PeerConfiguration? {
        peers.first { $0.name == peer.name }
    }

    /// Whether this node is the side that dials.
    fileprivate func dials(_ peer: NodeConfiguration) -> Bool {
        switch (entry(for: peer), peer.entry(for: self)) {
        case (nil, _): false
        case (_, nil): true
        case (let own?, let other?) where (own.address == nil) != (other.address == nil): own.address != nil
        case (_?, _?): name < peer.name
        }
    }
}
