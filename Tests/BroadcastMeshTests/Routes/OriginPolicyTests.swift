import Testing

@testable import BroadcastMesh

@Suite("The origins that are admitted", .computing) struct OriginPolicyTests {
    private func policy(origins: String = "[]") throws -> OriginPolicy {
        let json = #"""
            { "nodes": [
                { "name": "alpha", "http": "127.0.0.1:8081", "gossip": "127.0.0.1:7081" },
                { "name": "bravo", "http": "127.0.0.1:8082", "gossip": "127.0.0.1:7082", "url": "https://b.example" },
                { "name": "charlie", "http": "0.0.0.0:8083", "gossip": "127.0.0.1:7083" },
                { "name": "delta", "http": "0.0.0.0:8084", "gossip": "127.0.0.1:7084", "url": "https://d.example/a/" },
                { "name": "echo", "http": "LocalHost:8085", "gossip": "127.0.0.1:7085" }
              ], "origins": \#(origins) }
            """#
        return OriginPolicy(try MeshConfiguration(parsing: Array(json.utf8)))
    }

    @Test func `are not asked for of what is no browser`() throws {
        #expect(try policy().admits([], host: "127.0.0.1:8081"))
        #expect(try policy().admits([], host: nil))
    }

    @Test(arguments: [
        ("http://127.0.0.1:8081", "elsewhere:1"), ("https://b.example", "elsewhere:1"),
        ("https://b.example:443", "elsewhere:1"), ("https://d.example", "elsewhere:1"),
        ("http://localhost:9000", "localhost:9000"),
        ("https://chat.example", "chat.example"), ("http://chat.example", "CHAT.example:80"),
        ("http://[::1]:8081", "[::1]:8081"), ("http://localhost:8081", "elsewhere:1"),
        ("http://localhost:8085", "elsewhere:1"), ("http://127.0.0.1:8085", "elsewhere:1"),
        ("http://[::1]:8085", "elsewhere:1"),
    ])
    func `are those of the mesh's nodes, and of the host that was asked`(origin: String, host: String) throws {
        #expect(try policy().admits([origin], host: host))
    }

    @Test(arguments: [
        ("http://127.0.0.1:8082", "127.0.0.1:8081"), ("http://0.0.0.0:8083", "127.0.0.1:8081"),
        ("http://b.example", "127.0.0.1:8081"),
        ("http://localhost:9000", "localhost:9001"), ("http://evil.example", "chat.example"),
        ("http://chat.example.evil.example", "chat.example"), ("null", "127.0.0.1:8081"), ("", "127.0.0.1:8081"),
        ("file://", "127.0.0.1:8081"), ("http://chat.example", "chat.example:443"),
        ("http://localhost:8082", "127.0.0.1:8081"), ("https://localhost:8081", "127.0.0.1:8081"),
        ("http://localhost.evil.example:8081", "127.0.0.1:8081"), ("http://localhost", "127.0.0.1:8081"),
        ("https://127.0.0.1:8085", "127.0.0.1:8081"), ("http://127.0.0.1", "127.0.0.1:8081"),
        ("http://127.0.0.1.evil.example:8085", "127.0.0.1:8081"), ("http://[::1]:8081", "127.0.0.1:8081"),
    ])
    func `are no others`(origin: String, host: String) throws {
        #expect(try !policy().admits([origin], host: host))
    }

    @Test func `are also those of the configuration`() throws {
        let policy = try policy(origins: #"["https://friend.example", "null"]"#)
        #expect(policy.admits(["https://friend.example"], host: "a:1"))
        #expect(policy.admits(["null"], host: "a:1"))
        #expect(!policy.admits(["http://friend.example"], host: "a:1"))
    }

    @Test func `are all of them with a star`() throws {
        #expect(try policy(origins: #"["*"]"#).admits(["http://evil.example"], host: "a:1"))
    }

    @Test func `are told once`() throws {
        #expect(try !policy().admits(["http://127.0.0.1:8081", "http://evil.example"], host: "a:1"))
    }
}
