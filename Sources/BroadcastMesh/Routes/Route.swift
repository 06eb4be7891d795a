import HTTP

/// What a request asks of a node.
enum Route: Equatable {
    /// The page at the root: the chat page, or that of a demonstration.
    case page

    /// The chat page.
    case chatPage

    /// Break or mend something, in a demonstration.
    case demonstrate(DemonstrationRequest)

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

    /// Tell which methods there are, and a page from elsewhere what it may do.
    case options(allowed: String)

    /// Ask again at this path.
    case redirect(to: String)

    /// Nothing of that; the client is told why.
    case refused(Refusal)

    /// The longest name of a channel, in bytes.
    static let longestChannelName = 256

    /// The longest key of a message, in bytes.
    static let longestKey = 128

    /// What may be done with a channel, and with everything else.
    static let channelMethods = "GET, HEAD, POST, OPTIONS"
    static let readingMethods = "GET, HEAD, OPTIONS"

    /// What may be done where a demonstration is broken.
    static let demonstrationMethods = "POST, OPTIONS"
}

/// Why a request gets no more than an error.
enum Refusal: Error, Equatable {
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

    /// All clients together have begun to send more than there is room for.
    case noRoom

    /// The body was announced as text and is none.
    case bodyNotUTF8

    /// The body was announced as JSON and is none.
    case bodyNotJSON

    /// A link of a demonstration cannot be so.
    case malformedSwitch

    /// The key of a post is empty or longer than ``Route/longestKey``.
    case malformedKey
}

extension Route {
    /// Decides what a request is for.
    ///
    /// - Parameters:
    ///   - head: Its head; method, target and fields decide.
    ///   - origins: Which pages are admitted.
    ///   - base: The path below which browsers find the node, without a slash at its end: a proxy may take it off or not.
    ///   - isDemonstration: Whether the node may be broken; at any other there is nothing at those paths.
    init(_ head: RequestHead, origins: OriginPolicy, base: String = "", isDemonstration: Bool = false) {
        let isUpgrade = head.method == .get && head.fields.contains("websocket", in: "upgrade")
        if isUpgrade || head.method == .post {
            guard origins.admits(head.fields.values(of: "origin"), host: head.authority) else {
                self = .refused(.foreignOrigin)
                return
            }
        }
        var target = head.target
        if !base.isEmpty, let rest = target.path(after: base) {
            if rest.utf8.first == UInt8(ascii: "/") { target.path = rest }
            if rest.isEmpty, !isUpgrade {
                // What the page asks for is relative to the folder that it seems to be in.
                self = .redirect(to: base + "/")
                return
            }
        }
        if isDemonstration, !isUpgrade, let rest = target.path(after: "/demo/") {
            let isOwn = origins.isOwn(head.fields.values(of: "origin"))
            self = Route(demonstrating: rest, head.method, target.query, isOwn: isOwn)
            return
        }
        self = isUpgrade ? Route(upgrading: target) : Route(head.method, target)
    }

    private init(demonstrating rest: String, _ method: Method, _ query: Query, isOwn: Bool) {
        guard let path = DemonstrationRequest.Path(rest) else {
            self = .refused(.notFound)
            return
        }
        switch method {
        case .post where !isOwn: self = .refused(.foreignOrigin)
        case .post: self = DemonstrationRequest(path, query).map { Route.demonstrate($0) } ?? .refused(.malformedSwitch)
        case .options: self = .options(allowed: Self.demonstrationMethods)
        default: self = .refused(.methodNotAllowed(Self.demonstrationMethods))
        }
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
            case .options: self = Self.named(name) { _ in .options(allowed: Self.channelMethods) }
            default: self = .refused(.methodNotAllowed(Self.channelMethods))
            }
            return
        }
        let route: Route
        switch target.path {
        case "/": route = .page
        case "/chat": route = .chatPage
        case "/health": route = .health
        case "/status": route = .status
        case "/metrics": route = .metrics
        case "/start_web_socket": route = .refused(.upgradeRequired)
        case "*":
            // Asks about the server as a whole (RFC 9110 §9.3.7).
            self = .options(allowed: Self.channelMethods)
            return
        default:
            self = .refused(.notFound)
            return
        }
        switch method {
        case .get, .head: self = route
        case .options: self = .options(allowed: Self.readingMethods)
        default: self = .refused(.methodNotAllowed(Self.readingMethods))
        }
    }

    private static func named(_ name: String, _ route: ([UInt8]) -> Route) -> Route {
        name.utf8.count <= longestChannelName ? route(Array(name.utf8)) : .refused(.channelNameTooLong)
    }
}
