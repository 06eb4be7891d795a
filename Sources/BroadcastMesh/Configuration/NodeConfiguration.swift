public import Reactor

/// One node of `mesh.json`.
public struct NodeConfiguration: Equatable, Sendable {
    /// What the mesh calls it: 1 to 64 of `A-Z a-z 0-9 . _ -`, not of dots only, and of no other node.
    public var name: String

    /// Where it serves browsers; port 0 means any free one.
    public var http: Endpoint

    /// Where its peers reach it, over TCP and over UDP; port 0, any free one, where it has none.
    public var gossip: Endpoint

    /// What makes that HTTPS and WSS; without it, it is HTTP.
    public var tls: TLSConfiguration?

    /// The address at which browsers reach it when that is not ``http`` with its scheme before it: `https://chat.example.org`, or
    /// `https://example.org/chat`, below which everything then is; without a slash at its end.
    public var url: String?

    /// The nodes that it names, and therefore dials.
    public var peers: [PeerConfiguration]
}

extension NodeConfiguration {
    /// Where browsers reach the node: ``url``, else its ``http`` address.
    ///
    /// `nil` where the file does not tell: with any free port, and where the node listens on every address of its machine.
    public var publicURL: String? {
        if let url { return url }
        return http.port == 0 || http.isWildcard ? nil : "\(scheme)://\(http)"
    }

    /// What is spoken at its ``http`` address: `https` with ``tls``, else `http`.
    public var scheme: String { tls == nil ? "http" : "https" }

    /// The path of ``url``, without a slash at its end.
    var basePath: String {
        guard let url else { return "" }
        return String(url.dropFirst(originPrefix(of: url).count))
    }
}

/// One entry of a node's `peers`.
public struct PeerConfiguration: Equatable, Sendable {
    /// The peer's name.
    public var name: String

    /// How the two speak.
    public var transport: LinkTransport

    /// Where to dial instead of the peer's `gossip` address: through a proxy, or around a NAT.
    public var address: Endpoint?
}

/// How two nodes speak to each other.
public enum LinkTransport: String, CaseIterable, Sendable {
    /// One connection, which keeps order and loses nothing while it lasts.
    case tcp

    /// Datagrams, which may be lost, repeated and reordered.
    case udp
}
