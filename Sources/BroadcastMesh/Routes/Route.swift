import HTTP

/// What a request asks of a node.
enum Route: Equatable {
    /// The chat page.
    case page

    /// Whether the node serves.
    case health

    /// Everything that the node knows, as JSON.
    case status

    /// The same figures for Prometheus.
    case metrics

    /// Post the body on a relay channel.
    case post(channel: [UInt8])

    /// Become a WebSocket that takes part in a chat.
    case chat

    /// Become a WebSocket on a relay channel.
    case relay(channel: [UInt8])

    /// Nothing of that; the client is told why.
    case refused(Refusal)

    /// The longest name of a channel, in bytes.
    static let longestChannelName = 256
}

/// Why a request gets no more than an error.
enum Refusal: Equatable {
    /// There is nothing at this path.
    case notFound

    /// Not with this method; these are the ones.
    case methodNotAllowed(String)

    /// Only as a WebSocket.
    case upgradeRequired

    /// The channel's name is longer than ``Route/longestChannelName``.
    case channelNameTooLong

    /// A page from elsewhere.
    case foreignOrigin

    /// As many clients as are allowed are attached.
    case tooManyClients

    /// The node is about to end, or has not begun.
    case notServing

    /// The client posts faster than the configured rate.
    case tooManyMessages

    /// The body was announced as text and is none.
    case bodyNotUTF8
}

extension Route {
    /// Decides what a request is for.
    ///
    /// - Parameters:
    ///   - head: Its head; method, target and fields decide.
    ///   - origins: Which pages are admitted.
    init(_ head: RequestHead, origins: OriginPolicy) {
        let isUpgrade = head.method == .get && head.fields.contains("websocket", in: "upgrade")
        if isUpgrade || head.method == .post {
            guard origins.admits(head.fields.values(of: "origin"), host: head.authority) else {
                self = .refused(.foreignOrigin)
                return
            }
        }
        self = isUpgrade ? Route(upgrading: head.target) : Route(head.method, head.target)
    }

    private init(upgrading target: RequestTarget) {
        if target.path.utf8.elementsEqual("/start_web_socket".utf8) {
            let channel = target.query["channel"] ?? ""
            self = channel.utf8.count <= Self.longestChannelName ? .chat : .refused(.channelNameTooLong)
        } else if let name = target.path(after: "/channels/") {
            self = Self.named(name) { .relay(channel: $0) }
        } else {
            // As a chat tutorial's server does, which never looks at the path.
            self = .relay(channel: [])
        }
    }

    private init(_ method: Method, _ target: RequestTarget) {
        if let name = target.path(after: "/channels/") {
            switch method {
            case .post: self = Self.named(name) { .post(channel: $0) }
            case .get, .head: self = Self.named(name) { _ in .refused(.upgradeRequired) }
            default: self = .refused(.methodNotAllowed("GET, HEAD, POST"))
            }
            return
        }
        let route: Route
        switch target.path {
        case "/": route = .page
        case "/health": route = .health
        case "/status": route = .status
        case "/metrics": route = .metrics
        case "/start_web_socket": route = .refused(.upgradeRequired)
        default:
            self = .refused(.notFound)
            return
        }
        self = method == .get || method == .head ? route : .refused(.methodNotAllowed("GET, HEAD"))
    }

    private static func named(_ name: String, _ route: ([UInt8]) -> Route) -> Route {
        name.utf8.count <= longestChannelName ? route(Array(name.utf8)) : .refused(.channelNameTooLong)
    }
}
