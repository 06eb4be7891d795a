import HTTP
import Testing

@testable import BroadcastMesh

@Suite("A request's route", .computing) struct RouteTests {
    private let origins: OriginPolicy

    init() throws {
        let json = #"{ "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" }] }"#
        origins = OriginPolicy(try MeshConfiguration(parsing: Array(json.utf8)))
    }

    private func route(_ method: String, _ target: String, _ fields: Fields = [:]) throws -> Route {
        let method = Method(rawValue: method)
        let target = try RequestTarget(decoding: target, method: method)
        return Route(Request(method: method, target: target, fields: fields).head, origins: origins)
    }

    private static let upgrade: Fields = ["Host": "127.0.0.1:8081", "Upgrade": "websocket", "Connection": "Upgrade"]

    @Test(arguments: [
        ("GET", "/", Route.page), ("HEAD", "/", .page), ("GET", "/health", .health), ("GET", "/status", .status),
        ("GET", "/metrics", .metrics), ("GET", "/nothing", .refused(.notFound)),
        ("POST", "/nothing", .refused(.notFound)),
        ("GET", "/chat", .chatPage), ("HEAD", "/chat", .chatPage),
        ("POST", "/", .refused(.methodNotAllowed("GET, HEAD, OPTIONS"))),
        ("DELETE", "/status", .refused(.methodNotAllowed("GET, HEAD, OPTIONS"))),
        ("OPTIONS", "/", .options(allowed: "GET, HEAD, OPTIONS")),
        ("OPTIONS", "/health", .options(allowed: "GET, HEAD, OPTIONS")),
        ("OPTIONS", "/start_web_socket", .options(allowed: "GET, HEAD, OPTIONS")),
        ("OPTIONS", "/channels/tea", .options(allowed: "GET, HEAD, POST, OPTIONS")),
        ("OPTIONS", "*", .options(allowed: "GET, HEAD, POST, OPTIONS")), ("OPTIONS", "/nothing", .refused(.notFound)),
        ("POST", "/channels/tea", .post(channel: Array("tea".utf8))), ("POST", "/channels/", .post(channel: [])),
        ("POST", "/channels/a/b%20c", .post(channel: Array("a/b c".utf8))),
        ("GET", "/channels/tea", .refused(.upgradeRequired)), ("HEAD", "/channels/tea", .refused(.upgradeRequired)),
        ("PUT", "/channels/tea", .refused(.methodNotAllowed("GET, HEAD, POST, OPTIONS"))),
        ("GET", "/start_web_socket?username=ana", .refused(.upgradeRequired)),
        ("GET", "/channels", .refused(.notFound)),
    ])
    func `depends on method and path`(method: String, target: String, expected: Route) throws {
        #expect(try route(method, target) == expected)
    }

    @Test(arguments: [
        ("/start_web_socket?username=ana", Route.chat), ("/channels/tea", .relay(channel: Array("tea".utf8))),
        ("/channels/", .relay(channel: [])), ("/", .relay(channel: [])), ("/health", .relay(channel: [])),
        ("/any/where?x=y", .relay(channel: [])),
    ])
    func `is a relay on every path but the chat's, when an upgrade is asked for`(target: String, expected: Route) throws
    {
        #expect(try route("GET", target, Self.upgrade) == expected)
    }

    @Test(arguments: [
        ("/channels/tea", "mesh.channel.v1", Route.events(channel: Array("tea".utf8))),
        ("/channels/", "x, mesh.channel.v1", .events(channel: [])),
        ("/channels/", "mesh.channel.v2", .relay(channel: [])),
        ("/", "mesh.channel.v1", .relay(channel: [])),
    ])
    func `is a channel's own protocol where that is offered`(target: String, offered: String, expected: Route) throws {
        var fields = Self.upgrade
        fields.append("Sec-WebSocket-Protocol", offered)
        #expect(try route("GET", target, fields) == expected)
    }

    @Test(arguments: [
        ("/chat", Route.redirect(to: "/chat/")), ("/chat/", .page), ("/chat/chat", .chatPage),
        ("/chat?channel=a%26b+é", .redirect(to: "/chat/?channel=a%26b%20%C3%A9")),
        ("/chat?session=0123456789abcdef&token=a", .redirect(to: "/chat/")),
        ("/chat/health", .health),
        ("/chat/channels/tea", .refused(.upgradeRequired)), ("/health", .health), ("/chatter", .refused(.notFound)),
        ("/chat/nothing", .refused(.notFound)), ("/", .page),
    ])
    func `is the same below the path of the node's url, whether a proxy takes that off or not`(
        target: String,
        expected: Route
    ) throws {
        let head = Request(method: .get, target: try RequestTarget(decoding: target), fields: [:]).head
        #expect(Route(head, origins: origins, base: "/chat") == expected)
        let upgrade = Request(
            method: .get,
            target: try RequestTarget(decoding: "/chat/start_web_socket"),
            fields: Self.upgrade
        )
        #expect(Route(upgrade.head, origins: origins, base: "/chat") == .chat)
    }

    @Test(arguments: [
        ("/chat", "/chat", Route.chatPage), ("/chat", "/chat/chat", .chatPage), ("/chat", "/chat/", .page),
        ("/chat", "/chat/channels/tea", .refused(.upgradeRequired)), ("/chat", "/chat/status", .status),
        ("/chat", "/chat/broadcast-channel.js", .channelModule), ("/chat", "/chat/docs", .redirect(to: "/chat/docs/")),
        ("/health", "/health", .health), ("/health", "/health/", .page), ("/health", "/health/health", .health),
        ("/status", "/status", .status), ("/channels", "/channels/tea", .refused(.upgradeRequired)),
        ("/channels", "/channels", .redirect(to: "/channels/")), ("/ch", "/chat", .chatPage),
        ("/mesh/chat", "/chat", .chatPage), ("/mesh/chat", "/mesh/chat", .redirect(to: "/mesh/chat/")),
        ("/mesh/chat", "/mesh/chat/chat", .chatPage), ("/ch", "/docs?a=/", .redirect(to: "/ch/docs/?a=/")),
    ])
    func `is never hidden by the path of the node's url, also beside files of one's own`(
        base: String,
        target: String,
        expected: Route
    ) throws {
        let files = PublicFiles("web", [("index.html", []), ("docs/index.html", [])])
        let head = Request(method: .get, target: try RequestTarget(decoding: target), fields: [:]).head
        #expect(Route(head, origins: origins, base: base, folder: PublicFolder(files)) == expected)
    }

    @Test func `takes names of 256 bytes and not of 257`() throws {
        let longest = String(repeating: "é", count: 128)
        let path = PercentEncoding.encode(longest)
        #expect(try route("POST", "/channels/\(path)") == .post(channel: Array(longest.utf8)))
        #expect(try route("POST", "/channels/\(path)x") == .refused(.channelNameTooLong))
        #expect(try route("GET", "/channels/\(path)x") == .refused(.channelNameTooLong))
        #expect(try route("GET", "/channels/\(path)x", Self.upgrade) == .refused(.channelNameTooLong))
        #expect(
            try route("GET", "/start_web_socket?channel=\(path)x", Self.upgrade) == .refused(.channelNameTooLong)
        )
    }

    @Test func `is refused to pages from elsewhere on every post and every upgrade, and on nothing else`() throws {
        var upgrade = Self.upgrade
        upgrade.append("Origin", "http://evil.example")
        #expect(try route("GET", "/", upgrade) == .refused(.foreignOrigin))
        let fields: Fields = ["Host": "127.0.0.1:8081", "Origin": "http://evil.example"]
        #expect(try route("POST", "/nothing", fields) == .refused(.foreignOrigin))
        #expect(try route("GET", "/status", fields) == .status)
        #expect(try route("OPTIONS", "/status", fields) == .options(allowed: "GET, HEAD, OPTIONS"))
    }

    @Test func `takes no page to be from a host in its target, which is written for a proxy`() throws {
        let fields: Fields = ["Host": "chat.example", "Origin": "http://chat.example"]
        #expect(try route("POST", "/channels/", fields) == .post(channel: []))
        #expect(try route("POST", "http://chat.example/channels/", fields) == .refused(.foreignOrigin))
        let own: Fields = ["Host": "chat.example", "Origin": "http://127.0.0.1:8081"]
        #expect(try route("POST", "http://chat.example/channels/", own) == .post(channel: []))
    }

    @Test(arguments: [
        (Refusal.notFound, 404), (.methodNotAllowed("GET"), 405), (.upgradeRequired, 426), (.channelNameTooLong, 400),
        (.foreignOrigin, 403), (.tooManyClients, 503), (.notServing, 503), (.tooManyMessages, 429), (.bodyNotUTF8, 400),
        (.malformedKey, 400), (.guardedKey, 400), (.bodyNotJSON, 400), (.noRoom, 503),
    ])
    func `that ends in a refusal says why`(refusal: Refusal, status: Int) {
        #expect(refusal.response.status.code == status)
        #expect(!refusal.response.body.isEmpty)
    }

    @Test func `that ends in 405 lists the methods, and in 426 the protocol`() {
        #expect(Refusal.methodNotAllowed("GET, HEAD").response.fields["Allow"] == "GET, HEAD")
        #expect(Refusal.upgradeRequired.response.fields["Upgrade"] == "websocket")
    }
}
