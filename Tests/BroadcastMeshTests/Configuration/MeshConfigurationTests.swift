import FoundationEssentials
import Gossip
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A mesh's configuration", .computing) struct MeshConfigurationTests {
    private let package = URL(filePath: #filePath).appending(path: "../../../..").standardized

    @Test func `is read from the file at the top of this package`() throws {
        let path = package.appending(path: "mesh.json").path(percentEncoded: false)
        let mesh = try MeshConfiguration(contentsOf: path, environment: [:])
        #expect(mesh.nodes.map(\.name) == ["alpha", "bravo", "charlie", "delta"])
        #expect(mesh.nodes.map(\.http.port) == [8081, 8082, 8083, 8084])
        #expect(mesh.key == nil)
        #expect(mesh.origins == [])
        #expect(mesh.limits == ClientLimits())
        #expect(mesh.retention == Retention())
    }

    @Test func `says where a node's certificate is, and that it speaks HTTPS then`() throws {
        let json = """
            { "nodes": [
                { "name": "a", "http": "127.0.0.1:8443", "gossip": "127.0.0.1:1", "tls": { "certificate": "c", "key": "k" } },
                { "name": "b", "http": "127.0.0.1:8080", "gossip": "127.0.0.1:2" }
              ] }
            """
        var surroundings = ConfigurationSurroundings.none
        surroundings.path = { "/etc/mesh/\($0)" }
        let mesh = try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
        #expect(mesh.nodes[0].tls == TLSConfiguration(certificate: "/etc/mesh/c", key: "/etc/mesh/k"))
        #expect(mesh.nodes.map(\.publicURL) == ["https://127.0.0.1:8443", "http://127.0.0.1:8080"])
    }

    @Test func `may leave everything but the nodes to the defaults, or set it`() throws {
        let json = """
            { "nodes": [
                { "name": "a.b_c-D9", "http": "[::1]:0", "gossip": "localhost:1", "url": "https://Chat.example.org:443/",
                  "peers": [{ "name": "b", "transport": "udp", "address": "127.0.0.1:9" }] },
                { "name": "b", "http": "0.0.0.0:80", "gossip": "[::1]:2" }
              ],
              "origins": ["*", "null", "HTTP://example.org:8080", "app://page"],
              "limits": { "message_bytes": 1000, "clients": 3, "request_head_bytes": 2048, "messages_per_second": 5 },
              "retention": { "messages": 7, "bytes": 1048576, "seconds": 60 } }
            """
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))

        let first = try #require(mesh.node(named: "a.b_c-D9"))
        #expect(first.http == Endpoint(host: "::1", port: 0))
        #expect(first.http.description == "[::1]:0")
        #expect(first.gossip.description == "localhost:1")
        #expect(first.url == "https://chat.example.org")
        #expect(first.peers.map(\.transport) == [.udp])
        #expect(first.peers.map(\.address) == [Endpoint(host: "127.0.0.1", port: 9)])
        #expect(mesh.node(named: "b")?.peers == [])
        #expect(mesh.origins == ["*", "null", "http://example.org:8080", "app://page"])
        #expect(mesh.limits.messageBytes == 1000)
        #expect(mesh.limits.clients == 3)
        #expect(mesh.limits.requestHeadBytes == 2048)
        #expect(mesh.limits.messagesPerSecond == 5)
        #expect(mesh.retention.messages == 7)
        #expect(mesh.retention.bytes == 1 << 20)
        #expect(mesh.retention.seconds == 60)
    }

    @Test func `that has a node more knows what clients sent before`() throws {
        func salt(_ nodes: String) throws -> MeshSalt {
            try MeshConfiguration(parsing: Array(#"{"nodes":[\#(nodes)]}"#.utf8)).salt
        }
        let alpha = #"{"name":"alpha","http":"127.0.0.1:80","gossip":"127.0.0.1:81"}"#
        let bravo = #"{"name":"bravo","http":"127.0.0.1:82","gossip":"127.0.0.1:83"}"#
        #expect(try salt(alpha) == salt("\(alpha),\(bravo)"))
    }

    @Test func `finds the key beside the file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mesh of \(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("0123456789abcdef\n".utf8).write(to: folder.appending(path: "secret"))
        let node = #"{ "name": "a", "http": "0.0.0.0:1", "gossip": "0.0.0.0:2" }"#
        try Data(#"{ "key": "secret", "nodes": [\#(node)] }"#.utf8).write(to: folder.appending(path: "mesh.json"))

        let path = folder.appending(path: "mesh.json").path(percentEncoded: false)
        #expect(try MeshConfiguration(contentsOf: path, environment: [:]).key == Secret(Array("0123456789abcdef".utf8)))
        let overridden = try MeshConfiguration(contentsOf: path, environment: ["MESH_KEY": "fedcba9876543210"])
        #expect(overridden.key == Secret(Array("fedcba9876543210".utf8)))
    }

    @Test func `says when there is no such file`() {
        let error = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(contentsOf: "/nowhere/mesh.json", environment: [:])
        }
        #expect(error?.description == "/nowhere/mesh.json: there is no such file")
    }

    @Test func `says why the file cannot be read`() {
        let error = #expect(throws: ConfigurationError.self) {
            try MeshConfiguration(contentsOf: "/dev", environment: [:])
        }
        #expect(error?.description.hasPrefix("/dev: it cannot be read: ") == true)
        #expect(error?.description.hasSuffix(": Is a directory") == true)
    }

    @Test(arguments: [
        ("127.0.0.1:80", nil, "http://127.0.0.1:80", ""), ("127.0.0.1:0", nil, nil, ""), ("0.0.0.0:80", nil, nil, ""),
        ("[::]:80", nil, nil, ""), ("0.0.0.0:80", "HTTPS://A.example/Chat/", "https://a.example/Chat", "/Chat"),
        ("127.0.0.1:0", "http://a:81/x/y", "http://a:81/x/y", "/x/y"), ("127.0.0.1:80", "http://a/", "http://a", ""),
    ])
    func `tells where browsers reach a node, if anywhere`(http: String, url: String?, public: String?, path: String)
        throws
    {
        let field = url.map { #", "url": "\#($0)""# } ?? ""
        let json = #"{ "nodes": [{ "name": "a", "http": "\#(http)", "gossip": "127.0.0.1:7081"\#(field) }] }"#
        let node = try MeshConfiguration(parsing: Array(json.utf8)).nodes[0]
        #expect(node.publicURL == `public`)
        #expect(node.basePath == path)
    }

    @Test(arguments: [
        "https://a/b?c", "https://a/b#c", "https://a/b%20c", "https://a/b c", "ftp://a/b", "https:///b", "/b",
    ])
    func `refuses an address that browsers cannot have`(url: String) {
        let json =
            #"{ "nodes": [{ "name": "a", "http": "127.0.0.1:80", "gossip": "127.0.0.1:7081", "url": "\#(url)" }] }"#
        #expect(throws: ConfigurationError.self) { try MeshConfiguration(parsing: Array(json.utf8)) }
    }

    @Test func `reads the proxies that are believed, and refuses what is no address`() throws {
        func limits(_ proxies: String) throws -> ClientLimits {
            let nodes = #"[{ "name": "a", "http": "127.0.0.1:80", "gossip": "127.0.0.1:7081" }]"#
            let json = #"{ "nodes": \#(nodes), "limits": { "trusted_proxies": \#(proxies) } }"#
            return try MeshConfiguration(parsing: Array(json.utf8)).limits
        }
        #expect(try limits("[]").trustedProxies == [])
        #expect(try limits(#"["10.0.0.1", "::1"]"#).trustedProxies.map(\.hostDescription) == ["10.0.0.1", "::1"])
        for wrong in [#"["proxy"]"#, #"["10.0.0.1:80"]"#, "[1]", #""10.0.0.1""#, #"["10.0.0.0/8"]"#] {
            #expect(throws: ConfigurationError.self) { try limits(wrong) }
        }
    }
}
