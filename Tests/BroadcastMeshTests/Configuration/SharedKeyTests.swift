import BroadcastMesh
import Reactor
import Testing

@Suite("The key of a mesh", .computing) struct SharedKeyTests {
    private func configuration(
        gossip: String = "127.0.0.1:7081",
        peers: String = "[]",
        key: String? = nil,
        environment: String? = nil
    ) throws(ConfigurationError) -> MeshConfiguration {
        let key = key.map { $0.hasPrefix("[") ? $0 : "\"\($0)\"" }
        let json = """
            { "nodes": [
                { "name": "alpha", "http": "0.0.0.0:8081", "gossip": "\(gossip)", "peers": \(peers) },
                { "name": "bravo", "http": "0.0.0.0:8082", "gossip": "127.0.0.1:7082" }
            ] \(key.map { ", \"key\": \($0)" } ?? "") }
            """
        let files = [
            "good.key": "\n 0123456789abcdef \r\n", "new.key": "another 16 bytes", "short.key": "  0123456789abcde\n",
        ]
        let hosts = ["mixed.test": ["127.0.0.1", "10.0.0.1"], "local.test": ["127.0.0.2", "::1"], "lost.test": []]
        let surroundings = ConfigurationSurroundings(
            environmentKey: environment,
            readFile: { path throws(SystemError) in
                if path == "closed.key" { throw SystemError(call: "open", subject: path, code: 13) }
                return files[path].map { Array($0.utf8) }
            },
            resolve: { host throws(SystemError) in
                if host == "silent.test" { throw SystemError.timedOut("getaddrinfo", host) }
                return (hosts[host] ?? [host]).compactMap { SocketAddress(numericHost: $0, port: 0) }
            }
        )
        return try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
    }

    @Test func `comes from its file, without the white space around it`() throws {
        #expect(try configuration().key == nil)
        #expect(try configuration(key: "good.key").key == Secret(Array("0123456789abcdef".utf8)))
    }

    @Test func `may be several while it is changed, the one that seals first`() throws {
        let keys = try configuration(key: #"["new.key", "good.key"]"#).keys
        #expect(keys == [Secret(Array("another 16 bytes".utf8)), Secret(Array("0123456789abcdef".utf8))])
        expect(#"mesh.json: key[1]: "good.key" holds the key of a file before it"#) { () throws(ConfigurationError) in
            try configuration(key: #"["good.key", "good.key"]"#)
        }
        expect(#"mesh.json: key[1]: the file "absent.key" cannot be read"#) { () throws(ConfigurationError) in
            try configuration(key: #"["good.key", "absent.key"]"#)
        }
        expect("mesh.json: key: a mesh has 1 to 8 keys") { () throws(ConfigurationError) in
            try configuration(key: "[]")
        }
    }

    @Test func `is missed with the reason of the system`() throws {
        expect(
            #"mesh.json: key: the file "closed.key" cannot be read: open closed.key: Permission denied"#
        ) { () throws(ConfigurationError) in
            try configuration(key: "closed.key")
        }
        expect(
            #"mesh.json: nodes[0].gossip: "silent.test" cannot be resolved: getaddrinfo silent.test: Connection timed out"#
        ) { () throws(ConfigurationError) in
            try configuration(gossip: "silent.test:7081")
        }
    }

    @Test func `is shown by nothing that prints a configuration`() throws {
        let configuration = try configuration(key: "good.key")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            // The bytes of "012", as text and as an array has them.
            #expect(!text.contains("012") && !text.contains("48, 49, 50"), "\(text)")
        }
        #expect(dumped.contains("key"))
    }

    @Test func `comes from the environment rather than from the file`() throws {
        let secret = "secret in the environment"
        #expect(try configuration(key: "absent.key", environment: " \(secret)\n").key == Secret(Array(secret.utf8)))
        #expect(try configuration(environment: secret).key == Secret(Array(secret.utf8)))
    }

    @Test func `must be readable and long enough`() {
        expect(#"mesh.json: key: the file "absent.key" cannot be read"#) { () throws(ConfigurationError) in
            try configuration(key: "absent.key")
        }
        expect(#"mesh.json: key: "short.key": a key of 15 bytes is too short; wanted at least 16"#) {
            () throws(ConfigurationError) in try configuration(key: "short.key")
        }
        expect("MESH_KEY: a key of 3 bytes is too short; wanted at least 16") { () throws(ConfigurationError) in
            try configuration(key: "good.key", environment: "abc")
        }
    }

    @Test(arguments: ["127.0.0.1:7", "127.255.255.254:7", "[::1]:7", "[::ffff:127.0.0.1]:7", "local.test:7"])
    func `is not needed on loopback`(gossip: String) throws {
        #expect(try configuration(gossip: gossip).key == nil)
    }

    @Test(arguments: [
        ("10.0.0.1:7", "10.0.0.1"),
        ("0.0.0.0:7", "0.0.0.0"),
        ("[::]:7", "::"),
        ("mixed.test:7", #""mixed.test" is 10.0.0.1, which"#),
    ])
    func `is needed anywhere else`(gossip: String, subject: String) throws {
        let rest = "is not loopback; a mesh that leaves this machine needs a \"key\""
        expect("mesh.json: nodes[0].gossip: \(subject) \(rest)") { () throws(ConfigurationError) in
            try configuration(gossip: gossip)
        }
        let peers = #"[{ "name": "bravo", "address": "\#(gossip)" }]"#
        expect("mesh.json: nodes[0].peers[0].address: \(subject) \(rest)") { () throws(ConfigurationError) in
            try configuration(peers: peers)
        }
        #expect(try configuration(gossip: gossip, peers: peers, key: "good.key").key != nil)
    }

    @Test(arguments: ["lost.test", "127.0.0.1.example.org"])
    func `cannot be waived for a host that nobody knows`(host: String) {
        expect("mesh.json: nodes[0].gossip: \"\(host)\" cannot be resolved") { () throws(ConfigurationError) in
            try configuration(gossip: "\(host):7")
        }
    }

    private func expect(
        _ text: String,
        from body: () throws(ConfigurationError) -> MeshConfiguration,
        at location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: ConfigurationError.self, sourceLocation: location) { try body() }
        #expect(error?.description == text, sourceLocation: location)
    }
}
