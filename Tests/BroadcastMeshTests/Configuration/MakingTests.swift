import Reactor
import Testing

@testable import BroadcastMesh

/// A mesh that is made in code is checked as a file is.
@Suite("A mesh made in code", .computing) struct MakingTests {
    @Test func `is the one of a file that says the same`() throws {
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081", "url": "https://a.example/chat",
                "peers": ["bravo", { "name": "charlie", "transport": "udp", "address": "127.0.0.1:9" }] },
              { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082" },
              { "name": "charlie", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7083" }
            ], "origins": ["https://b.example"], "limits": { "clients": 10 }, "retention": { "messages": 20 } }
            """#
        var (limits, retention) = (ClientLimits(), Retention())
        limits.clients = 10
        retention.messages = 20

        let mesh = try MeshConfiguration(
            nodes: [
                .init(
                    "alpha",
                    http: "127.0.0.1:8081",
                    gossip: "127.0.0.1:7081",
                    url: "https://a.example/chat/",
                    peers: ["bravo", .init("charlie", over: .udp, at: "127.0.0.1:9")]
                ),
                .init("bravo", http: "127.0.0.1:8082", gossip: "127.0.0.1:7082"),
                .init("charlie", gossip: "127.0.0.1:7083"),
            ],
            origins: ["HTTPS://B.example"],
            limits: limits,
            retention: retention
        )

        #expect(try mesh == MeshConfiguration(parsing: Array(json.utf8)))
    }

    @Test func `needs nothing but a name`() throws {
        let mesh = try MeshConfiguration(nodes: [.init("alpha")])
        #expect("\(mesh.nodes[0].http) \(mesh.nodes[0].gossip)" == "127.0.0.1:0 127.0.0.1:0")
    }

    @Test func `has a port for each node that has links`() throws {
        #expect(try MeshConfiguration(nodes: [.init("alpha"), .init("bravo")]).nodes.map(\.gossip.port) == [0, 0])
        for nodes in [
            [try NodeConfiguration("alpha", peers: ["bravo"]), try NodeConfiguration("bravo", gossip: "127.0.0.1:7")],
            [try NodeConfiguration("alpha"), try NodeConfiguration("bravo", gossip: "127.0.0.1:7", peers: ["alpha"])],
        ] {
            let error = #expect(throws: ConfigurationError.self) { try MeshConfiguration(nodes: nodes) }
            #expect(error?.place == "nodes[0].gossip")
        }
    }

    @Test func `has its proxies as a file has them, without ports`() throws {
        var limits = ClientLimits()
        limits.trustedProxies = ["10.0.0.1", "::ffff:10.0.0.2", "2001:db8::1"].compactMap {
            SocketAddress(numericHost: $0, port: 4711)
        }

        let mesh = try MeshConfiguration(nodes: [.init("alpha")], limits: limits)

        let hosts = ["10.0.0.1", "10.0.0.2", "2001:db8::1"].compactMap { SocketAddress(numericHost: $0, port: 0) }
        #expect(mesh.limits.trustedProxies == hosts)
    }

    @Test func `keeps its keys, and leaves the machine with one`() throws {
        let key = Secret(Array(repeating: 7, count: 16))
        let nodes = [try NodeConfiguration("alpha", http: "0.0.0.0:8081", gossip: "192.0.2.1:7081")]
        #expect(try MeshConfiguration(nodes: nodes, keys: [key]).keys == [key])
        #expect(throws: ConfigurationError.self) { try MeshConfiguration(nodes: nodes) }
    }

    @Test func `keeps its certificate`() throws {
        let tls = TLSConfiguration(certificate: "a.pem", key: "b.pem")
        let mesh = try MeshConfiguration(nodes: [.init("alpha", http: "127.0.0.1:8443", tls: tls)])
        #expect(mesh.nodes[0].tls == tls)
        #expect(mesh.nodes[0].url == nil)
    }

    @Test func `is refused with the place of its first mistake`() {
        let mistakes: [(place: String, make: () throws -> MeshConfiguration)] = [
            ("nodes", { try MeshConfiguration(nodes: []) }),
            ("nodes[0].name", { try MeshConfiguration(nodes: [.init("al pha")]) }),
            ("nodes[1].name", { try MeshConfiguration(nodes: [.init("alpha"), .init("alpha")]) }),
            (
                "nodes[0].peers[0]",
                { try MeshConfiguration(nodes: [.init("alpha", gossip: "[::1]:7", peers: ["brovo"])]) }
            ),
            (
                "nodes[1].gossip",
                { try MeshConfiguration(nodes: [.init("a", gossip: "[::1]:7", peers: ["b"]), .init("b")]) }
            ),
            ("nodes[0].gossip", { try MeshConfiguration(nodes: [.init("alpha", gossip: "192.0.2.1:7081")]) }),
            ("http", { try MeshConfiguration(nodes: [.init("alpha", http: "8081")]) }),
            ("keys", { try MeshConfiguration(nodes: [.init("alpha")], keys: [Secret([1])]) }),
            ("origins[0]", { try MeshConfiguration(nodes: [.init("alpha")], origins: ["b"]) }),
        ]
        for (place, make) in mistakes {
            let error = #expect(throws: ConfigurationError.self) { try make() }
            #expect(error?.place == place)
        }
        var limits = ClientLimits()
        limits.messageBytes = 0
        #expect(throws: ConfigurationError.self) { try MeshConfiguration(nodes: [.init("alpha")], limits: limits) }
    }
}
