import Bytes
import Reactor
import Testing

@testable import BroadcastMesh
@testable import SystemTLS

/// Another implementation's word for it: the command line of OpenSSL speaks to nodes.
@Suite("A sealed gossip port", .needsOpenSSL, .timeLimit(.minutes(10))) struct OpenSSLProgramTests {
    /// A mesh in which alpha dials a peer that is no node.
    private let mesh: MeshConfiguration
    private let ports = FreePorts.take(2)
    private let key: MeshKey

    init() throws {
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])", "peers": ["bravo"] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] }
            """#
        var surroundings = ConfigurationSurroundings.none
        surroundings.environmentKey = SealedLinkTests.key
        mesh = try MeshConfiguration(parsing: Array(json.utf8), in: surroundings)
        key = try MeshKey(Array(SealedLinkTests.key.utf8).span, using: OpenSSL.load())
    }

    /// How the program is told a key.
    private func proof(_ key: [UInt8], named name: String) -> String {
        "-psk \(key.hexadecimal) -psk_identity \(name)"
    }

    /// A command for the shell that runs another until the node ends their connection: its input has nothing and no end.
    private static func quietly(_ command: String, after preparation: String = "true") -> String {
        """
        folder=$(mktemp -d); cd $folder; mkfifo input; exec 3<>input; \(preparation)
        timeout 120 \(command) <&3 2>&1
        rm -r $folder
        """
    }

    /// Runs a command, and gives what it said.
    private func output(of command: String) async throws -> String {
        let paper = LogTests.Paper()
        let child = try await ChildProcess.start("/bin/sh", arguments: ["-c", command]) { _, line in
            paper.write(Array("\(line)\n".utf8))
        }
        _ = await child.exitStatus
        return paper.lines.joined(separator: "\n")
    }

    /// What a client of the program's hears from a node, if it gets that far.
    private func answer(to options: String) async throws -> String {
        let paper = LogTests.Paper()
        let node = try MeshNode("bravo", of: mesh, log: Log(node: "bravo", to: paper.write))
        async let starting = node.start()
        try await node.eventually("the port is open") { await $0.isOpenToPeers }
        let text = try await output(
            of: Self.quietly("openssl s_client -connect 127.0.0.1:\(ports[1]) -brief \(options)")
        )
        await node.stop()
        _ = try await starting
        return text
    }

    /// What a server of the program's hears from a node, if it gets that far, and what the node told.
    private func greeting(
        at options: String,
        after preparation: String = "true"
    ) async throws -> (heard: String, told: String) {
        let paper = LogTests.Paper()
        let node = try MeshNode("alpha", of: mesh, log: Log(node: "alpha", to: paper.write))
        async let starting = node.start()
        try await node.eventually("the node dials") { await $0.isOpenToPeers }
        let heard = try await output(
            of: Self.quietly(
                "openssl s_server -accept 127.0.0.1:\(ports[1]) -naccept 1 -quiet \(options)",
                after: preparation
            )
        )
        await node.stop()
        _ = try await starting
        return (heard, paper.lines.joined(separator: "\n"))
    }

    @Test func `greets a client that proves the key`() async throws {
        let text = try await answer(to: "-tls1_3 -alpn mesh-link/1 \(proof(key.tlsKey, named: key.name))")
        #expect(text.contains("TLSv1.3") && text.contains("TLS_AES_128_GCM_SHA256"), "\(text)")
        #expect(text.contains("MESH"), "\(text)")
    }

    @Test(arguments: ["-tls1_3", "-tls1_2", "-tls1_3 -alpn http/1.1", "-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384"])
    func `says nothing to a client without the key, or one that wants something else`(options: String) async throws {
        let text = try await answer(to: options)
        #expect(!text.contains("MESH") && !text.contains("CONNECTION ESTABLISHED"), "\(text)")
    }

    @Test func `says nothing to a client that knows only the key's name`() async throws {
        let wrong = proof([UInt8](repeating: 7, count: 32), named: key.name)
        let text = try await answer(to: "-tls1_3 -alpn mesh-link/1 \(wrong)")
        #expect(!text.contains("MESH") && !text.contains("CONNECTION ESTABLISHED"), "\(text)")
    }

    @Test func `greets a server that proves the key`() async throws {
        let (heard, told) = try await greeting(
            at: "-nocert -tls1_3 -alpn mesh-link/1 \(proof(key.tlsKey, named: key.name))"
        )
        #expect(heard.contains("MESH"), "\(heard) \(told)")
    }

    @Test func `says nothing to a server that shows a certificate in place of the key`() async throws {
        let (heard, told) = try await greeting(
            at: "-tls1_3 -alpn mesh-link/1 -cert own.pem -key own.key",
            after: """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=bravo -days 1 \
                    -keyout own.key -out own.pem 2>/dev/null
                """
        )
        #expect(told.contains("certificate verify failed"), "\(told)")
        #expect(!heard.contains("MESH"), "\(heard)")
        #expect(!told.contains("link up"), "\(told)")
    }
}

extension MeshNode {
    /// Whether peers can knock.
    fileprivate var isOpenToPeers: Bool { node.peers.lines.listeners != nil }
}
