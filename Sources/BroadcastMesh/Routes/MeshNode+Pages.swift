import Bytes
import ChatPage
import HTTP

extension MeshNode {
    /// Whether the node serves, for whoever balances load.
    var healthResponse: Response {
        let status =
            switch lifecycle.phase {
            case .serving: "ok"
            case .created, .starting: "starting"
            case .stopping, .stopped: "stopping"
            }
        return Response(
            lifecycle.phase == .serving ? .ok : .serviceUnavailable,
            fields: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: Array("{\"status\":\"\(status)\"}\n".utf8)
        )
    }

    /// The chat page, or that what the browser has of it is still right (RFC 9110 §13.1.2).
    func pageResponse(to head: RequestHead) -> Response {
        guard let tag = page.fields["etag"] else { return page }
        // A proxy that compresses makes the tag a weak one.
        let isKnown = [tag, "W/\(tag)", "*"].contains { head.fields.contains($0, in: "if-none-match") }
        guard isKnown else { return page }
        return Response(.notModified, fields: page.fields)
    }

    /// The chat page, as it is served: it never changes while a node runs.
    ///
    /// - Parameter configuration: The mesh, whose other nodes the page may turn to.
    /// - Returns: The document and the fields that confine it.
    static func page(of configuration: MeshConfiguration) -> Response {
        let html = ChatPage.html
        let urls = configuration.nodes.compactMap(\.publicURL)
        return Response(
            .ok,
            fields: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": ChatPage.contentSecurityPolicy(connectingTo: urls),
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
                "ETag": "\"\(html.span.hash(seed: 0).hexadecimal)\"",
            ],
            body: html
        )
    }
}
