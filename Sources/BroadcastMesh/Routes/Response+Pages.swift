import Bytes
import ChatPage
import Gossip
import HTTP

extension Response {
    /// Whether the node serves, for whoever balances load.
    init(healthIn phase: Phase) {
        let status =
            switch phase {
            case .serving: "ok"
            case .created, .starting: "starting"
            case .draining, .stopping, .stopped: "stopping"
            }
        self.init(
            phase == .serving ? .ok : .serviceUnavailable,
            fields: ["Content-Type": "application/json", "Cache-Control": "no-store"],
            body: Array("{\"status\":\"\(status)\"}\n".utf8)
        )
    }

    /// A message was posted.
    init(posted id: MessageID) {
        self.init(
            .accepted,
            fields: ["Content-Type": "application/json"],
            body: Array("{\"id\":\"\(id)\"}\n".utf8)
        )
    }

    /// The figures of a node, for programs or for Prometheus.
    init(_ figures: [UInt8], as kind: StatusCache.Format) {
        let type = kind == .status ? "application/json" : "text/plain; version=0.0.4; charset=utf-8"
        self.init(.ok, fields: ["Content-Type": type, "Cache-Control": "no-store"], body: figures)
    }

    /// The chat page: the document and the fields that confine it.
    ///
    /// - Parameter configuration: The mesh, whose other nodes the page may turn to.
    init(pageOf configuration: MeshConfiguration) {
        self.init(ChatPage.chat, of: configuration)
    }

    /// The page of a demonstration, confined as strictly.
    ///
    /// - Parameter configuration: The mesh, whose nodes the page shows.
    init(demonstrationOf configuration: MeshConfiguration) {
        self.init(ChatPage.demonstration, of: configuration)
    }

    private init(_ document: PageDocument, of configuration: MeshConfiguration) {
        let html = document.html
        let urls = configuration.nodes.compactMap(\.publicURL)
        self.init(
            .ok,
            fields: [
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": document.contentSecurityPolicy(connectingTo: urls),
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
                "ETag": Self.tag(of: html),
            ],
            body: html
        )
    }

    /// The JavaScript module with the class `BroadcastChannel`; Deno looks for its types where it is told.
    static let channelModule = Response(
        .ok,
        fields: [
            "Content-Type": "text/javascript; charset=utf-8",
            "X-TypeScript-Types": "./broadcast-channel.d.ts",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-cache",
            "ETag": tag(of: ChannelModule.script),
        ],
        body: ChannelModule.script
    )

    /// The types of that module.
    static let channelTypes = Response(
        .ok,
        fields: [
            "Content-Type": "application/typescript; charset=utf-8",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-cache",
            "ETag": tag(of: ChannelModule.types),
        ],
        body: ChannelModule.types
    )

    /// An entity tag that changes with what is served (RFC 9110 §8.8.3).
    private static func tag(of body: [UInt8]) -> String {
        "\"\(body.span.hash(seed: 0).hexadecimal)\""
    }

    /// The page itself, or that what the browser has of it is still right (RFC 9110 §13.1.2).
    func unlessKnown(to head: RequestHead) -> Response {
        guard let tag = fields["etag"] else { return self }
        // A proxy that compresses makes the tag a weak one.
        let isKnown = [tag, "W/\(tag)", "*"].contains { head.fields.contains($0, in: "if-none-match") }
        return isKnown ? Response(.notModified, fields: fields) : self
    }
}
