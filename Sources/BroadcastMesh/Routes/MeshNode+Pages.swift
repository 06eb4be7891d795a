import HTTP

extension MeshNode {
    /// Whether the node serves, for whoever balances load.
    var healthResponse: Response {
        let status =
            switch phase {
            case .serving: "ok"
            case .created, .starting: "starting"
            case .stopping, .stopped: "stopping"
            }
        return Response(
            phase == .serving ? .ok : .serviceUnavailable,
            fields: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: Array("{\"status\":\"\(status)\"}\n".utf8)
        )
    }

    /// The chat page.
    var pageResponse: Response {
        Response(
            .ok,
            fields: [
                "Content-Type": "text/html; charset=utf-8",
                // Nothing from elsewhere; the page's own style and script stand in it.
                "Content-Security-Policy": Self.pagePolicy,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
            ],
            body: Array("<!doctype html>".utf8)
        )
    }

    private static let pagePolicy = "default-src 'none'"
}
