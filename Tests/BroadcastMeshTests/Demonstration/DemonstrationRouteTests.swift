import HTTP
import Testing

@testable import BroadcastMesh

@Suite("What may be broken in a demonstration", .computing) struct DemonstrationRouteTests {
    private func route(
        _ method: String,
        _ target: String,
        _ fields: Fields = [:],
        isDemonstration: Bool = true
    ) throws -> Route {
        let json = #"""
            { "origins": ["*"],
              "nodes": [{ "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" }] }
            """#
        let origins = OriginPolicy(try MeshConfiguration(parsing: Array(json.utf8)))
        let method = Method(rawValue: method)
        let target = try RequestTarget(decoding: target, method: method)
        let head = Request(method: method, target: target, fields: fields).head
        return Route(head, origins: origins, isDemonstration: isDemonstration)
    }

    @Test(arguments: ["GET", "POST", "OPTIONS", "DELETE"], ["/demo/crash", "/demo/links/bravo?state=down", "/demo/"])
    func `is not there at any other node`(method: String, target: String) throws {
        #expect(try route(method, target, isDemonstration: false) == .refused(.notFound))
    }

    @Test(arguments: [
        ("POST", "/demo/crash", Route.demonstrate(.crash)),
        ("POST", "/demo/links/bravo?state=down", .demonstrate(.turn(peer: "bravo", .down))),
        ("POST", "/demo/links/bravo?state=up", .demonstrate(.turn(peer: "bravo", .up))),
        ("POST", "/demo/links/bravo?state=slow", .demonstrate(.turn(peer: "bravo", .slow))),
        ("POST", "/demo/links/bravo?state=gone", .refused(.malformedSwitch)),
        ("POST", "/demo/links/bravo", .refused(.malformedSwitch)),
        ("POST", "/demo/links/bravo/x?state=up", .refused(.notFound)), ("POST", "/demo/", .refused(.notFound)),
        ("POST", "/demo/crash/now", .refused(.notFound)),
        ("GET", "/demo/crash", .refused(.methodNotAllowed("POST, OPTIONS"))),
        ("OPTIONS", "/demo/crash", .options(allowed: "POST, OPTIONS")),
    ])
    func `is a link, or the process`(method: String, target: String, expected: Route) throws {
        #expect(try route(method, target) == expected)
    }

    /// A name that leads to this machine makes another's page one of the same host, and `*` would admit it.
    @Test(arguments: ["http://evil.example", "http://evil.example:8081", "null"])
    func `is broken by pages of its own nodes alone, whatever the origins say`(origin: String) throws {
        let foreign: Fields = ["Host": "evil.example:8081", "Origin": origin]
        #expect(try route("POST", "/demo/crash", foreign) == .refused(.foreignOrigin))
        let own: Fields = ["Host": "127.0.0.1:8082", "Origin": "http://127.0.0.1:8081"]
        #expect(try route("POST", "/demo/crash", own) == .demonstrate(.crash))
    }
}
