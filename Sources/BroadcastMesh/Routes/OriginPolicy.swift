import HTTP

/// Which pages may post and open connections here (RFC 6454, RFC 6455 §10.2).
///
/// A browser tells which page a request comes from, and any page may try. What is no browser sends no `Origin`, and is
/// let through: this guards users against other people's pages, not the node against programs.
struct OriginPolicy: Sendable {
    private let admitted: Set<String>

    /// The origins of the mesh's own nodes.
    private let own: Set<String>

    /// Admits the pages of the mesh's own nodes, and the configured `origins`; `*` stands for all.
    init(_ configuration: MeshConfiguration) {
        let origins = configuration.nodes.compactMap { node in
            node.publicURL.flatMap { canonicalOrigin(String(originPrefix(of: $0))) }
        }
        // Who types `localhost` for its number, or a number for it, is at the same node, and has another origin.
        own = Set(origins + origins.flatMap(Self.otherwise))
        admitted = own.union(configuration.origins)
    }

    /// Whether a request comes from a page of the mesh's own nodes, or from no page: nobody else is admitted, whatever the
    /// configuration says, and whatever name a page has for the host that it was sent to.
    func isOwn(_ origins: [String]) -> Bool {
        guard let text = origins.first else { return true }
        return origins.count == 1 && canonicalOrigin(text).map(own.contains) == true
    }

    /// Whether a request is admitted.
    ///
    /// A browser names the host that it asks in `Host`. One in the target is written for a proxy (RFC 9112 §3.2.2), and where
    /// the node is recorded it is crossed out, with who may stand before it: no page is taken to be from there.
    func admits(_ head: RequestHead) -> Bool {
        let host = head.target.authority == nil ? head.authority : nil
        return admits(head.fields.values(of: "origin"), host: host)
    }

    /// Whether a request is admitted.
    ///
    /// - Parameters:
    ///   - origins: The values of its `Origin` fields.
    ///   - host: The host and port that it was sent to; a page that came from there is admitted.
    /// - Returns: `false` when a page from elsewhere asks.
    func admits(_ origins: [String], host: String?) -> Bool {
        guard let text = origins.first else { return true }
        if admitted.contains("*") { return true }
        guard origins.count == 1 else { return false }
        guard let origin = text.utf8.elementsEqual("null".utf8) ? text : canonicalOrigin(text) else { return false }
        if admitted.contains(origin) { return true }
        guard let host else { return false }
        return ["http", "https"].contains { canonicalOrigin("\($0)://\(host)") == origin }
    }

    /// What an origin on this machine is where a person writes its name for its number, or the other way round; nothing of
    /// any other origin.
    ///
    /// A browser asks nobody else what `localhost` is, so no stranger's page has that name, nor is one at these numbers.
    private static func otherwise(_ origin: String) -> [String] {
        let (name, numbers) = ("://localhost", ["://127.0.0.1", "://[::1]"])
        for host in [name] + numbers {
            guard let range = origin.firstRange(of: host) else { continue }
            let port = origin[range.upperBound...]
            guard port.isEmpty || port.hasPrefix(":") else { continue }
            return (host == name ? numbers : [name]).map { origin[..<range.lowerBound] + $0 + port }
        }
        return []
    }
}
