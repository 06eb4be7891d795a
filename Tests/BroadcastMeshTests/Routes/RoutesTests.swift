import Gossip
import HTTP
import JSON
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

@Suite("What a node answers", .computing) struct RoutesTests {
    private static let peer = SocketAddress(127, 0, 0, 1, port: 4711)

    private func routes(_ settings: String = "") throws -> Routes {
        let json = #"""
            { \#(settings) "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" }] }
            """#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let compressed = CompressedTexts(in: LinuxWorld(), isDemonstration: false)
        return Routes(mesh, of: mesh.nodes[0], compressed: compressed)
    }

    private func view(_ phase: Phase = .serving, hasRoom: Bool = true, now: Int64 = 0) -> Routes.View {
        Routes.View(phase: phase, hasRoom: hasRoom, now: now)
    }

    private func request(_ method: String, _ target: String, _ fields: Fields = [:], body: String = "") throws
        -> Request
    {
        let method = Method(rawValue: method)
        let target = try RequestTarget(decoding: target, method: method)
        return Request(method: method, target: target, fields: fields, body: Array(body.utf8))
    }

    /// The answer, where no more than that is to be done.
    private func answer(_ directive: Routes.Directive) throws -> Response {
        guard case .answer(let response) = directive else { throw Unanswered() }
        return response
    }

    /// Something else was to be done.
    private struct Unanswered: Error {}

    @Test(arguments: [
        (Phase.created, 503, "starting"), (.starting, 503, "starting"), (.serving, 200, "ok"),
        (.stopping, 503, "stopping"), (.stopped, 503, "stopping"),
    ])
    func `is how it is, to whoever balances load`(phase: Phase, status: Int, word: String) throws {
        var routes = try routes()
        let directive = routes.directive(for: try request("GET", "/health"), from: Self.peer, in: view(phase))
        let response = try answer(directive)
        #expect(response.status == Status(status))
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"status\":\"\(word)\"}\n")
    }

    @Test func `is the page, or that the browser has it`() throws {
        var routes = try routes()
        let page = try answer(routes.directive(for: try request("GET", "/"), from: Self.peer, in: view()))
        #expect(page.status == .ok)
        let tag = try #require(page.fields["etag"])
        for known in [tag, "W/\(tag)", "*"] {
            let request = try request("GET", "/", ["If-None-Match": known])
            let again = try answer(routes.directive(for: request, from: Self.peer, in: view()))
            #expect(again.status == .notModified)
            #expect(again.body.isEmpty)
        }
    }

    @Test(arguments: ["/", "/chat", "/broadcast-channel.js"])
    func `is in gzip for whoever takes that`(target: String) throws {
        var routes = try routes()
        let get = { (field: String?) in
            let fields: Fields = field.map { ["Accept-Encoding": $0] } ?? [:]
            return try answer(routes.directive(for: try request("GET", target, fields), from: Self.peer, in: view()))
        }
        let plain = try get(nil)
        #expect(plain.fields["content-encoding"] == nil && plain.fields["vary"] == "Accept-Encoding")
        for refusal in ["br", "gzip;q=0", "gzip; q=0.0", "gzippy"] { #expect(try get(refusal) == plain) }
        for wish in ["gzip", "deflate, GZIP;q=0.5", "gzip, br"] {
            let short = try get(wish)
            #expect(short.fields["content-encoding"] == "gzip" && short.fields["vary"] == "Accept-Encoding")
            #expect(short.body.starts(with: [0x1F, 0x8B]) && short.body.count * 2 < plain.body.count)
            if target == "/broadcast-channel.js" { #expect(short.body.count < 12_000) }
            #expect(short.fields["content-type"] == plain.fields["content-type"])
            #expect(short.fields["etag"] != nil && short.fields["etag"] != plain.fields["etag"])
        }
    }

    @Test func `is what is to be posted, checked`() throws {
        var routes = try routes()
        let fields: Fields = ["Content-Type": "text/plain", "Idempotency-Key": "\"k\""]
        let request = try request("POST", "/channels/tea", fields, body: "hello")
        guard case .post(let posting) = routes.directive(for: request, from: Self.peer, in: view()) else {
            throw Unanswered()
        }
        #expect(posting.channel == Array("tea".utf8))
        #expect(posting.type == .text)
        #expect(posting.notes == MessageNotes(isJSON: false, key: "k"))
    }

    @Test(arguments: [
        ("application/json", nil, "{", 400), ("text/plain", "", "", 400),
        ("text/plain", String(repeating: "k", count: 129), "", 400),
    ])
    func `is why a post is none`(type: String, key: String?, body: String, status: Int) throws {
        var routes = try routes()
        var fields: Fields = ["Content-Type": type]
        if let key { fields.append("Idempotency-Key", key) }
        let request = try request("POST", "/channels/tea", fields, body: body)
        let response = try answer(routes.directive(for: request, from: Self.peer, in: view()))
        #expect(response.status == Status(status))
    }

    @Test func `is a refusal to a post that no client could read in its event`() throws {
        var routes = try routes()
        for (depth, isTaken) in [(JSONReader.deepestNesting - 1, true), (JSONReader.deepestNesting, false)] {
            let body = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let request = try request("POST", "/channels/tea", ["Content-Type": "application/json"], body: body)
            let directive = routes.directive(for: request, from: Self.peer, in: view())
            if case .post = directive { #expect(isTaken) } else { #expect(!isTaken) }
        }
    }

    @Test func `is a refusal to a post under two keys`() throws {
        var routes = try routes()
        let fields: Fields = ["Content-Type": "text/plain", "Idempotency-Key": "k", "idempotency-key": "l"]
        let request = try request("POST", "/channels/tea", fields, body: "a")
        #expect(try answer(routes.directive(for: request, from: Self.peer, in: view())).status == .badRequest)
    }

    @Test func `is a refusal to who posts too fast, whatever the connection`() throws {
        var routes = try routes(#""limits": { "messages_per_second": 1 },"#)
        let request = try request("POST", "/channels/tea", ["Content-Type": "text/plain"], body: "a")
        var admitted = 0
        for port in 1...5 as ClosedRange<UInt16> {
            let peer = Self.peer.with(port: port)
            if case .post = routes.directive(for: request, from: peer, in: view()) { admitted += 1 }
        }
        #expect(admitted == 2)
        guard case .post = routes.directive(for: request, from: Self.peer, in: view(now: 1_000_000_000)) else {
            throw Unanswered()
        }
    }

    @Test(arguments: [Phase.created, .starting, .stopping, .stopped])
    func `is 503 to posts and upgrades while it does not serve`(phase: Phase) throws {
        var routes = try routes()
        let post = try request("POST", "/channels/tea", ["Content-Type": "text/plain"])
        #expect(try answer(routes.directive(for: post, from: Self.peer, in: view(phase))).status == .serviceUnavailable)
        let upgrade = try request("GET", "/channels/tea", ["Upgrade": "websocket", "Connection": "Upgrade"])
        guard case .refused(let response, closing: false) = routes.upgrade(upgrade, in: view(phase)) else {
            throw Unanswered()
        }
        #expect(response.status == .serviceUnavailable)
    }

    @Test func `is a refusal and the end to one client more than there may be`() throws {
        let upgrade = try request("GET", "/channels/tea", ["Upgrade": "websocket", "Connection": "Upgrade"])
        guard case .refused(_, closing: true) = try routes().upgrade(upgrade, in: view(hasRoom: false)) else {
            throw Unanswered()
        }
    }

    @Test func `is what a client of a relay asks for, or why that cannot be`() throws {
        var routes = try routes()
        let fields: Fields = ["Upgrade": "websocket", "Connection": "Upgrade"]
        let entry = try request("GET", "/channels/tea?echo=false&history=7", fields)
        guard case .relay(.success(let relay)) = routes.directive(for: entry, from: Self.peer, in: view()) else {
            throw Unanswered()
        }
        #expect(relay == RelayEntry(channel: Array("tea".utf8), request: .history(7), echoes: false))
        let malformed = try request("GET", "/channels/tea?history=x", fields)
        guard case .relay(.failure(.malformedHistory)) = routes.directive(for: malformed, from: Self.peer, in: view())
        else { throw Unanswered() }
    }

    @Test(arguments: [("/status", StatusCache.Format.status), ("/metrics", .metrics)])
    func `is the same figures for a moment, longer where there are many`(path: String, kind: StatusCache.Format) throws
    {
        var routes = try routes()
        let request = try request("GET", path)
        guard case .figures(kind) = routes.directive(for: request, from: Self.peer, in: view()) else {
            throw Unanswered()
        }
        var gossip = GossipNode(name: "alpha", epoch: 1, bootNonce: 1, settings: GossipSettings())
        _ = gossip.openChannel(.relay, named: [])
        let client = ClientReference(slot: 3, generation: 1)
        routes.cache.append(StatusCache.Asker(client: client, kind: kind))
        var budget = TurnBudget()
        var step = routes.cache.next(gossip.channels, clients: { _ in 1 }, paidBy: &budget, at: 0)
        guard case .figures(kind) = step else { throw Unanswered() }
        let report = StatusReport(gossip, links: [], uptime: 0, clients: 1, delivered: 2, journal: nil)
        routes.cache.begin(kind, NodeFigures(report: report), at: 0)
        step = routes.cache.next(gossip.channels, clients: { _ in 1 }, paidBy: &budget, at: 0)
        guard case .answer(let asker, let figures) = step, asker.client == client else { throw Unanswered() }
        step = routes.cache.next(gossip.channels, clients: { _ in 1 }, paidBy: &budget, at: 0)
        guard case .nothing = step, !routes.cache.hasWork else { throw Unanswered() }
        let valid = StatusCache.perItem - 1
        guard case .recent(let recent, kind) = routes.directive(for: request, from: Self.peer, in: view(now: valid))
        else { throw Unanswered() }
        #expect(recent.bytes == figures.bytes && recent.number == figures.number)
        guard case .figures(kind) = routes.directive(for: request, from: Self.peer, in: view(now: valid + 1)) else {
            throw Unanswered()
        }
    }
}
