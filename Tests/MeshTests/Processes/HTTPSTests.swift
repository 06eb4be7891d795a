import Reactor
import Testing

@Suite(
    "mesh, with a certificate",
    .needs("openssl"),
    .timeLimit(.minutes(10))
) struct HTTPSTests {
    private let mesh: SecureMesh

    init() async throws { mesh = try await SecureMesh() }

    private var authority: String { mesh.authority }

    private func check() async throws -> MeshProgram.Run {
        try await MeshProgram.run(["check", "--config", mesh.configuration])
    }

    @Test func `serves, posts, tails and chats under TLS, and its clients verify`() async throws {
        let nodes = mesh.nodes
        for node in nodes { try await node.start() }
        #expect(nodes[0].lines.standardOutput.first?.contains("chat on https://127.0.0.1:") == true)
        let urls = await [nodes[0].url("https"), nodes[1].url("https")]

        let trusting = ["--cacert", authority]
        let status = try await MeshProgram.run(["status", urls[0]] + trusting)
        #expect(status.standardOutput.first?.hasPrefix("node-0@") == true, "\(status)")
        let environment = ["SSL_CERT_FILE": authority]
        #expect(try await MeshProgram.run(["status", urls[0]], environment: environment).status == .exited(0))
        let post = try await MeshProgram.run(["post", "tea", "two sugars", "--url", urls[0]] + trusting)
        #expect(post.status == .exited(0), "\(post)")
        let tail = try await MeshProgram.run(
            shell: #"timeout 20 "$0" tail tea --history 5 --url "$1" --cacert "$2""#,
            [urls[1], authority]
        )
        #expect(tail.standardOutput == ["two sugars"], "\(tail)")
        let chat = try await MeshProgram.run(
            shell: #"echo hello | mesh chat --as ana --url "$1" --cacert "$2""#,
            [urls[1], authority]
        )
        #expect(chat.status == .exited(0), "\(chat)")

        let stranger = try await MeshProgram.run(["status", urls[0]])
        #expect(stranger.status == .exited(1))
        #expect(stranger.standardError.first?.contains("the certificate of 127.0.0.1 is not trusted") == true)
        #expect(stranger.standardError.first?.contains("--cacert FILE") == true, "\(stranger)")
        for node in nodes { #expect(try await node.terminate() == .exited(0)) }
    }

    @Test func `tells what is wrong with a certificate in one line with its place`() async throws {
        #expect(try await check().status == .exited(0))

        try await mesh.shell("openssl ecparam -name prime256v1 -genkey -noout -out privkey.pem")
        let mismatch = try await check()
        #expect(mismatch.status == .exited(2))
        #expect(mismatch.standardError.count == 1)
        let words = "nodes[0].tls.key: the key is not that of the certificate; give both of one pair"
        #expect(mismatch.standardError.first?.hasSuffix(words) == true, "\(mismatch)")
    }

    @Test func `warns of a certificate that is not here, and does not run without it`() async throws {
        try await mesh.shell("rm fullchain.pem")
        let missing = try await check()
        #expect(missing.status == .exited(0))
        let words = "nodes[0].tls.certificate: the file cannot be read: open "
        #expect(missing.standardError.first?.contains(words) == true, "\(missing)")

        let run = try await MeshProgram.run(["run", "node-0", "--config", mesh.configuration])
        #expect(run.status == .exited(2))
        #expect(run.standardError.count == 1)
        #expect(run.standardError.first?.contains("tls.certificate: the file cannot be read") == true, "\(run)")
    }

    @Test func `warns of a certificate that ends soon`() async throws {
        try await mesh.makeCertificate(days: 5)
        let soon = try await check()
        #expect(soon.status == .exited(0))
        #expect(soon.standardError.first?.contains("the certificate ends in ") == true, "\(soon)")
    }
}
