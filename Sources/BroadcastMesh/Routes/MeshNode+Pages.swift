import ChatPage
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

    /// The chat page, as it is served: it never changes while a node runs.
    ///
    /// - Parameter configuration: The mesh, whose other nodes the page may turn to.
    /// - Returns: The document and the fields that confine it.
    static func page(of configuration: MeshConfiguration) -> Response {
        let urls = configuration.nodes.map { $0.url ?? "http://\($0.http)" }
        return Response(
            .ok,
            fields: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": ChatPage.contentSecurityPolicy(connectingTo: urls),
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
            ],
            body: ChatPage.html
        )
    }
}
