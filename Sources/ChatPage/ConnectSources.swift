/// Where a page may connect to, as the sources of a policy's `connect-src` (CSP Level 3 §2.3.1).
struct ConnectSources {
    /// How many nodes a policy names one by one: some four kilobytes of a head are all that proxies expect (nginx's
    /// `proxy_buffer_size`), and a node takes sixty bytes.
    static let mostNodes = 32

    /// The sources, the page's own first.
    private(set) var all = ["'self'"]

    /// Takes the nodes that a page may go on at.
    ///
    /// A host source cannot say an IPv6 address, nor a name with an underscore. Where there is one such node, or more than
    /// ``mostNodes``, every host of its scheme is admitted: a page that is stuck at a dead node is worse, and no script runs
    /// in it but its own.
    ///
    /// - Parameter urls: Where browsers reach them, as in `https://chat.example.org:8443`; what is no such URL is left out.
    init(_ urls: [String]) {
        let nodes = urls.compactMap(Node.init)
        var schemes: Set<Scheme> = []
        for node in nodes where !node.isHostSource || nodes.count > Self.mostNodes { schemes.insert(node.scheme) }
        for scheme in [Scheme.http, .https] where schemes.contains(scheme) {
            all += scheme.names.map { "\($0):" }
        }
        for node in nodes where !schemes.contains(node.scheme) {
            all += node.scheme.names.map { "\($0)://\(node.authority)" }
        }
    }
}

extension ConnectSources {
    private enum Scheme {
        case http
        case https

        /// For requests and for WebSockets.
        var names: [String] {
            switch self {
            case .http: ["http", "ws"]
            case .https: ["https", "wss"]
            }
        }
    }

    private struct Node {
        let scheme: Scheme
        let authority: Substring

        /// Whether a host source can say where it is.
        let isHostSource: Bool

        init?(_ url: String) {
            let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[1].isEmpty, let authority = parts[2].split(separator: "/").first else {
                return nil
            }
            switch parts[0] {
            case "http:": scheme = .http
            case "https:": scheme = .https
            default: return nil
            }
            // A stray `;` would begin another directive.
            guard authority.utf8.allSatisfy({ Self.isHostByte($0) || "[]_".utf8.contains($0) }) else { return nil }
            self.authority = authority
            isHostSource = authority.utf8.allSatisfy(Self.isHostByte)
        }

        private static func isHostByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
            default: false
            }
        }
    }
}
