import FoundationEssentials
import MeshClient
import Reactor
import Testing

@testable import Mesh

@Suite("What nodes are deployed with", .timeLimit(.minutes(10))) struct DeploymentTests {
    /// Two nodes behind a proxy.
    private static var file: MeshFile {
        var file = MeshFile.line(2).withBrowserPorts
        for node in file.nodes.indices { file.nodes[node].url = "https://chat.example.org" }
        return file
    }

    @Test(.needs("systemd-analyze"))
    func `is a unit that systemd takes`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "unit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = try String(contentsOf: Deployment.folder.appending(path: "mesh@.service"), encoding: .utf8)
        #expect(text.contains("/usr/local/bin/mesh run %i"))
        let unit = folder.appending(path: "mesh@.service")
        try Data(text.replacing("/usr/local/bin/mesh", with: MeshProgram.path).utf8).write(to: unit)
        let run = try await OtherProgram(name: "systemd-analyze").run(["verify", unit.path()])
        #expect(run.status == .exited(0))
        #expect(run.standardError == [])
    }

    @Test func `starts a node by words that the program understands`() throws {
        let unit = try String(contentsOf: Deployment.folder.appending(path: "mesh@.service"), encoding: .utf8)
        let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let words = line.split(separator: " ").map(String.init)
        #expect(throws: Never.self) {
            try Arguments(parsing: words.dropFirst(2), as: Subcommand.run.syntax) { _ in nil }
        }
    }

    @Test(.needs("nginx", "openssl", "curl"))
    func `is an nginx that clients talk through, and that finds the other node`() async throws {
        try await withMesh(Self.file) { mesh in
            let proxied = try await Proxied("nginx.conf", of: mesh) { line, port, plain in
                line.replacing("listen 443 ssl;", with: "listen 127.0.0.1:\(port) ssl; listen 127.0.0.1:\(plain);")
            }
            let words = ["-p", "\(mesh.folder.path())/", "-c", proxied.file, "-e", "stderr"]
            let check = try await OtherProgram(name: "nginx").run(words + ["-t"])
            #expect(check.status == .exited(0), "\(check.standardError)")
            let nginx = try await OtherProgram(name: "nginx").start(words + ["-g", "daemon off;"])
            defer { nginx.send(.terminate) }
            try await talk(through: proxied, of: mesh)
        }
    }

    @Test(.needs("haproxy", "openssl", "curl"))
    func `is an HAProxy that clients talk through, and that finds the other node`() async throws {
        try await withMesh(Self.file) { mesh in
            let proxied = try await Proxied("haproxy.cfg", of: mesh) { line, port, plain in
                let sealed = line.replacing("bind :443", with: "bind 127.0.0.1:\(port)")
                return sealed.replacing("chat.pem", with: "\(mesh.folder.path())/chat.pem")
                    + "\n    bind 127.0.0.1:\(plain)"
            }
            let check = try await OtherProgram(name: "haproxy").run(["-c", "-f", proxied.file])
            #expect(check.status == .exited(0), "\(check.standardError)")
            let haproxy = try await OtherProgram(name: "haproxy").start(["-db", "-f", proxied.file])
            defer { haproxy.send(.terminate) }
            try await talk(through: proxied, of: mesh)
        }
    }

    @Test(.needs("caddy"))
    func `is a file that Caddy takes`() async throws {
        let file = Deployment.folder.appending(path: "Caddyfile").path()
        let run = try await OtherProgram(name: "caddy").run(["validate", "--adapter", "caddyfile", "--config", file])
        #expect(run.status == .exited(0), "\(run.standardError)")
    }

    /// Speaks by a WebSocket and posts over TLS, and once more after one of the nodes has gone.
    private func talk(through proxied: Proxied, of mesh: TestMesh) async throws {
        try await eventually("the proxy serves") { try await proxied.curl("/health") == #"{"status":"ok"}"# }
        for round in ["with two nodes", "with one node"] {
            let client = try await WebSocketClient.connect(
                to: "ws://127.0.0.1:\(proxied.plainPort)/channels/\(round.count)"
            )
            var heard = client.messages.makeAsyncIterator()
            try await client.send(text: round)
            #expect(try await heard.next() == .text(round))
            let posted = try await proxied.curl(
                "/channels/\(round.count)",
                ["-d", "sealed", "-H", "Content-Type: text/plain"]
            )
            #expect(posted.hasPrefix(#"{"id":"node-"#))
            #expect(try await heard.next() == .text("sealed"))
            _ = await client.close()

            // A page of another origin stays outside, and one that the proxy served comes in.
            for (origin, isWelcome) in [
                ("https://chat.example.org:\(proxied.port)", true), ("https://evil.example", false),
            ] {
                let words = ["-d", "x", "-H", "Content-Type: text/plain", "-H", "Origin: \(origin)"]
                let answer = try await proxied.curl("/channels/page", words)
                #expect(answer.hasPrefix(#"{"id""#) == isWelcome, "\(origin): \(answer)")
            }
            _ = try await mesh.nodes[0].crash()
            try await eventually("the proxy finds the other") {
                let answers = [try await proxied.curl("/health"), try await proxied.curl("/health")]
                return answers.allSatisfy { $0 == #"{"status":"ok"}"# }
            }
        }
    }
}
