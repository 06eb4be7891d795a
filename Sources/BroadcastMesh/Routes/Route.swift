import ChannelProtocol
import Gossip
import HTTP
import WebSocket

/// What a request asks of a node.
enum Route: Equatable {
    /// The page at the root: the chat page, or that of a demonstration.
    case page

    /// The chat page.
    case chatPage

    /// A file of one's own, by its path below the folder.
    case file(String)

    /// Break or mend something, in a demonstration.
    case demonstrate(DemonstrationRequest)

    /// The JavaScript module with the class `BroadcastChannel`, and its types.
    case channelModule
    case channelTypes

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

    /// Become a WebSocket on a relay channel that speaks the channel protocol.
    case events(channel: [UInt8])

    /// Tell which methods there are, and a page from elsewhere what it may do.
    case options(allowed: String)

    /// Ask again at this path.
    case redirect(to: String)

    /// Nothing of that; the client is told why.
    case refused(Refusal)

    /// What may be done with a channel, and with everything else.
    static let channelMethods = "GET, HEAD, POST, OPTIONS"
    static let readingMethods = "GET, HEAD, OPTIONS"

    /// What may be done where a demonstration is broken.
    static let demonstrationMethods = "POST, OPTIONS"
}

extension Route {
    /// Decides what a request is for.
    ///
    /// - Parameters:
    ///   - head: Its head; method, target and fields decide.
    ///   - origins: Which pages are admitted.
    ///   - base: The path below which browsers find the node, without a slash at its end: a proxy may take it off or not.
    ///   - isDemonstration: Whether the node may be broken; at any other there is nothing at those paths.
    ///   - folder: Files of one's own, at every path that the node does not need itself.
    init(
        _ head: RequestHead,
        origins: OriginPolicy,
        base: String = "",
        isDemonstration: Bool = false,
        folder: PublicFolder? = nil
    ) {
        let isUpgrade = head.method == .get && head.fields.contains("websocket", in: "upgrade")
        if isUpgrade || head.method == .post {
            guard origins.admits(head) else {
                self = .refused(.foreignOrigin)
                return
            }
        }
        var target = head.target
        let isOwnPage = isDemonstration || folder != nil
        if !base.isEmpty, !Self.isOwn(target, besideChat: isOwnPage), let rest = target.path(after: base) {
            if rest.utf8.first == UInt8(ascii: "/") { target.path = rest }
            if rest.isEmpty, !isUpgrade {
                // What the page asks for is relative to the folder that it seems to be in.
                self = .redirect(to: base + "/" + (isOwnPage ? target.querySuffix : target.query.chatSuffix))
                return
            }
        }
        if isDemonstration, !isUpgrade, let rest = target.path(after: "/demo/") {
            let isOwn = origins.isOwn(head.fields.values(of: "origin"))
            self = Route(demonstrating: rest, head.method, target.query, isOwn: isOwn)
            return
        }
        self = isUpgrade ? Route(upgrading: target, asked: head) : Route(head.method, target, base, folder)
    }

    /// Whether the node itself has something at a path as it stands: the base cannot hide it, for a proxy may have taken
    /// that off already.
    ///
    /// - Parameters:
    ///   - target: What is asked for.
    ///   - isOwnPage: Whether another page than the chat's is at the root. Where it is not, a base like the chat page's own
    ///     path leads there too, and to the folder that the page has to be in.
    /// - Returns: Whether nothing is to be taken off.
    private static func isOwn(_ target: RequestTarget, besideChat isOwnPage: Bool) -> Bool {
        switch target.plainPath {
        case "/broadcast-channel.js", "/broadcast-channel.d.ts", "/health", "/status", "/metrics", ClientPath.chat:
            true
        case "/chat": isOwnPage
        default: target.path(after: ClientPath.channels) != nil
        }
    }

    private init(demonstrating rest: String, _ method: Method, _ query: Query, isOwn: Bool) {
        guard let path = DemonstrationRequest.Aim(rest) else {
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

    private init(upgrading target: RequestTarget, asked head: RequestHead) {
        if target.path.utf8.elementsEqual(ClientPath.chat.utf8) {
            let channel = target.query[ClientQuery.channel] ?? ""
            self = channel.utf8.count <= ChannelKind.nameLimit ? .chat : .refused(.channelNameTooLong)
        } else if let name = Self.channel(in: target) {
            let speaksEvents = ServerHandshake.offers(Subprotocol.channel, in: head)
            self = Self.named(name) { speaksEvents ? .events(channel: $0) : .relay(channel: $0) }
        } else {
            // As a chat tutorial's server does, which never looks at the path.
            self = .relay(channel: [])
        }
    }

    private init(_ method: Method, _ target: RequestTarget, _ base: String, _ folder: PublicFolder?) {
        if let name = Self.channel(in: target) {
            switch method {
            case .post: self = Self.named(name) { .post(channel: $0) }
            case .get, .head: self = Self.named(name) { _ in .refused(.upgradeRequired) }
            case .options: self = Self.named(name) { _ in .options(allowed: Self.channelMethods) }
            default: self = .refused(.methodNotAllowed(Self.channelMethods))
            }
            return
        }
        let route: Route
        switch target.plainPath {
        case "/": route = .page
        case "/chat": route = .chatPage
        case "/broadcast-channel.js": route = .channelModule
        case "/broadcast-channel.d.ts": route = .channelTypes
        case "/health": route = .health
        case "/status": route = .status
        case "/metrics": route = .metrics
        case ClientPath.chat: route = .refused(.upgradeRequired)
        case "*":
            // Asks about the server as a whole (RFC 9110 §9.3.7).
            self = .options(allowed: Self.channelMethods)
            return
        default:
            switch folder?.place(at: target.path) {
            case .file(let path): route = .file(path)
            case .folder:
                let folder = base + PercentEncoding.encode(target.path, keepingSlashes: true) + "/"
                route = .redirect(to: folder + target.querySuffix)
            case nil:
                self = .refused(.notFound)
                return
            }
        }
        switch method {
        case .get, .head: self = route
        case .options: self = .options(allowed: Self.readingMethods)
        default: self = .refused(.methodNotAllowed(Self.readingMethods))
        }
    }

    /// The name of a channel: the rest of the path, or in the query, for URLs of browsers lose a dot, or two, as a part of
    /// their path.
    private static func channel(in target: RequestTarget) -> String? {
        target.path(after: ClientPath.channels).map { $0.isEmpty ? target.query[ClientQuery.name] ?? "" : $0 }
    }

    private static func named(_ name: String, _ route: ([UInt8]) -> Route) -> Route {
        name.utf8.count <= ChannelKind.nameLimit ? route(Array(name.utf8)) : .refused(.channelNameTooLong)
    }
}
