import Bytes

/// The page that a node serves to browsers: one document with its style and its script inside.
public enum ChatPage {
    /// The document, in UTF-8, put together from its parts; it loads nothing from elsewhere.
    public static let html: [UInt8] = Array(
        text(PackageResources.page_html)
            .replacing("<style></style>", with: "<style>\n\(text(PackageResources.page_css))</style>")
            .replacing("<script type=\"module\"></script>", with: "<script type=\"module\">\n\(script)</script>")
            .utf8
    )

    /// The modules of the script as one, each behind those that it uses.
    private static let script = [
        module(PackageResources.words_js), module(PackageResources.document_js), shape, session, mesh,
        module(PackageResources.log_js), map, module(PackageResources.main_js),
    ].joined(separator: "\n")

    /// The parts of the script that know no document; tests run them alone.
    static let shape = module(PackageResources.shape_js)
    static let session = module(PackageResources.session_js)
    static let mesh = module(PackageResources.mesh_js)

    /// The picture of the mesh, which draws into `ui.map`; a test gives it one.
    static let map = module(PackageResources.map_js)

    private static func module(_ bytes: [UInt8]) -> String {
        ScriptModule(text(bytes)).body
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The value of the `Content-Security-Policy` field to serve the page with (CSP Level 3 §3.1).
    ///
    /// Only the script and the style of this very document run, named by their hashes, and the script may not turn text
    /// into markup. The page speaks to the node that served it and, to go on when that one dies, to `nodes`.
    ///
    /// - Parameter nodes: The URLs under which browsers reach the nodes of the mesh, as in `https://chat.example.org:8443`.
    ///   One that a policy cannot name, as an IPv6 address, is left out.
    /// - Returns: The policy, in one line of ASCII.
    public static func contentSecurityPolicy(connectingTo nodes: [String]) -> String {
        let connections = ["'self'"] + nodes.flatMap(sources)
        return fixedDirectives + "; connect-src " + connections.joined(separator: " ")
    }

    /// What does not depend on the mesh; hashed once.
    private static let fixedDirectives = [
        "default-src 'none'",
        "script-src \(hashSource(ofElement: "script"))",
        "style-src \(hashSource(ofElement: "style"))",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ].joined(separator: "; ")

    /// The hash that admits the only element of a kind: of its text, exactly as it stands in the document (§2.3.1).
    private static func hashSource(ofElement name: String) -> String {
        let text = PageElement.text(of: name, in: html)
        precondition(text != nil, "The page has exactly one <\(name)>.")
        let bytes = text ?? []
        return "'sha256-\(SHA256.hash(bytes.span).base64)'"
    }

    /// The node at `url` as host sources, for requests and for WebSockets; none where they cannot say it (§2.3.1).
    private static func sources(_ url: String) -> [String] {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, let authority = parts[2].split(separator: "/").first else {
            return []
        }
        // What a host source may be made of; a stray `;` would begin another directive.
        let isHost = authority.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"): true
            default: false
            }
        }
        guard isHost else { return [] }
        switch parts[0] {
        case "http:": return ["http://\(authority)", "ws://\(authority)"]
        case "https:": return ["https://\(authority)", "wss://\(authority)"]
        default: return []
        }
    }
}
