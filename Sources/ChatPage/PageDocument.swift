import Bytes

/// One HTML document with its style and its script inside, as a node serves it to browsers.
public struct PageDocument: Sendable {
    /// The document, in UTF-8, put together from its parts; it loads nothing from elsewhere.
    public let html: [UInt8]

    /// What of its policy does not depend on the mesh.
    private let fixedDirectives: String

    /// Puts a document together.
    ///
    /// - Parameters:
    ///   - page: The markup, with an empty `<style>` and an empty `<script type="module">`, one of each.
    ///   - style: What belongs into the first.
    ///   - modules: What belongs into the second, each behind those that it uses.
    init(_ page: String, style: String, modules: [String]) {
        html = Array(
            page.replacing("<style></style>", with: "<style>\n\(style)</style>")
                .replacing(
                    "<script type=\"module\"></script>",
                    with: "<script type=\"module\">\n\(modules.joined(separator: "\n"))</script>"
                )
                .utf8
        )
        fixedDirectives = [
            "default-src 'none'",
            "script-src \(Self.hashSource(ofElement: "script", in: html))",
            "style-src \(Self.hashSource(ofElement: "style", in: html))",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ].joined(separator: "; ")
    }

    /// The value of the `Content-Security-Policy` field to serve the document with (CSP Level 3 §3.1).
    ///
    /// Only the script and the style of this very document run, named by their hashes, and the script may not turn text
    /// into markup. The page speaks to the node that served it and, to go on when that one dies, to `nodes`.
    ///
    /// - Parameter nodes: The URLs under which browsers reach the nodes of the mesh, as in `https://chat.example.org:8443`.
    /// - Returns: The policy, in one line of ASCII.
    public func contentSecurityPolicy(connectingTo nodes: [String]) -> String {
        fixedDirectives + "; connect-src " + ConnectSources(nodes).all.joined(separator: " ")
    }

    /// The hash that admits the only element of a kind: of its text, exactly as it stands in the document (§2.3.1).
    private static func hashSource(ofElement name: String, in html: [UInt8]) -> String {
        let text = PageElement.text(of: name, in: html)
        precondition(text != nil, "The page has exactly one <\(name)>.")
        let bytes = text ?? []
        return "'sha256-\(SHA256.hash(bytes.span).base64)'"
    }
}
