import FoundationEssentials
import HTTP
import MeshClient
import Reactor
import Testing
import WebSocket

@testable import BroadcastMesh

/// Real nodes on real sockets and a real disk, recorded to files.
@Suite("A node that is recorded", .timeLimit(.minutes(10))) struct RecordedNodeTests {
    private static let session = "0123456789-secret-of-ana"

    /// A mesh of two.
    private static func mesh() throws -> MeshConfiguration {
        let ports = FreePorts.take(2)
        let json = #"""
            { "nodes": [
              { "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[0])",
                "peers": [{ "name": "bravo", "transport": "udp" }] },
              { "name": "bravo", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[1])" }
            ] }
            """#
        return try MeshConfiguration(parsing: Array(json.utf8))
    }

    @Test func `is the same again in a replay, with its clients, its peer, its disk and its log`() async throws {
        let folder = TemporaryDirectory()
        let mesh = try Self.mesh()
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let (path, paper) = (folder.path + "/alpha.recording", LogTests.Paper())
        let storage = StorageSettings(directory: folder.path + "/data")
        let log = Log(node: "alpha", level: .info, to: paper.write)
        let alpha = try MeshNode("alpha", of: mesh, storage: storage, log: log, recording: path)
        let bravo = try MeshNode("bravo", of: mesh)
        async let address = alpha.start()
        let other = try await bravo.start()
        let chat = "ws://\(try await address)/start_web_socket?username=ana&session=\(Self.session)"

        let ana = try await WebSocketClient.connect(to: chat, timeout: 240)
        try await ana.send(text: #"{ "event": "send-message", "message": "hello" }"#)
        for number in 0..<20 {
            let url = "http://\(number.isMultiple(of: 2) ? try await address : other)/channels/tea"
            let answer = try await HTTPClient(timeout: 240).post(
                url,
                body: Array("\(number)".utf8),
                contentType: "text/plain"
            )
            #expect(answer.status == 202)
        }
        // Under a key of its session's, which nobody else may use.
        try await MeshClient.BroadcastChannel("tea", at: ["http://\(try await address)"]).post("guarded")
        try await alpha.eventually("it holds everything") { node in
            await node.statusReport.channels.contains { $0.name == "tea" && $0.messages == 21 }
        }
        // The same client, from another connection.
        let again = try await WebSocketClient.connect(to: chat, timeout: 240)
        try await alpha.eventually("the first one is replaced") { await $0.attachedCount == 1 }
        _ = (ana, again)
        // It has none, so nothing comes of that.
        await alpha.readCertificateAgain()
        await alpha.stop()
        await bravo.stop()

        let (told, all) = (LogTests.Paper(), LogTests.Paper())
        var replay = try NodeReplay(contentsOf: path)
        #expect(replay.node == "alpha")
        let outcome = try replay.run(log: Log(node: "alpha", level: .info, to: told.write))
        #expect(outcome.difference == nil)
        #expect(outcome.end == .whole)
        #expect(outcome.turns > 20 && outcome.received > 1000 && outcome.sent > 1000 && outcome.written > 1000)
        #expect(outcome.answers > outcome.turns)
        #expect(replay.version == Version.current)
        #expect(told.lines == paper.lines)
        #expect(!told.lines.isEmpty)

        // How much of it is told changes nothing.
        for level in [LogLevel.debug, .error] {
            var telling = try NodeReplay(contentsOf: path)
            #expect(try telling.run(log: Log(node: "alpha", level: level, to: all.write)) == outcome)
        }
        #expect(Set(all.lines).isSuperset(of: told.lines))

        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.firstRange(of: Data("username=ana".utf8)) != nil)
        #expect(bytes.firstRange(of: Data(Self.session.utf8)) == nil)
        #expect(bytes.firstRange(of: Data("secret".utf8)) == nil)
    }

    @Test(arguments: [
        ("GET http://ana:s3cret@a/health HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 400 "),
        ("GET http://a:1/health HTTP/1.1\r\nHost: b\r\nOrigin: http://a:1\r\nCookie: s3cret\r\n\r\n", "HTTP/1.1 200 "),
        (
            "POST /channels/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: s3cret\r\n\r\n",
            "HTTP/1.1 202 "
        ),
        ("GET /health HTTP/1.1\r\nHost: a\r\nCookie: a\r\n s3cret\r\n\r\nCookie: s3cret\r\n\r\n", "HTTP/1.1 400 "),
        ("GET /health HTTP/1.1\r\nHost: a\r\nReferer: /?session=s3cret\r\n\r\n", "HTTP/1.1 200 "),
        ("GET /chat?token=s3cret&channel=a HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 307 "),
    ])
    func `has no credentials of a request, and answers it again as it did`(request: String, answer: String) async throws
    {
        let folder = TemporaryDirectory()
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let path = folder.path + "/alpha.recording"
        let mesh = try MeshConfiguration(nodes: [.init("alpha", url: "http://127.0.0.1/chat")])
        let alpha = try MeshNode("alpha", of: mesh, recording: path)
        let client = try await RawClient(to: try await alpha.start())
        try await client.send(request)
        #expect(await client.takeHead().hasPrefix(answer))
        await alpha.stop()

        var replay = try NodeReplay(contentsOf: path)
        #expect(try replay.run().difference == nil)
        #expect(try Data(contentsOf: URL(filePath: path)).firstRange(of: Data("s3cret".utf8)) == nil)
    }

    @Test func `is the same again where its mesh is a name alone, before and after it is read again`() async throws {
        let folder = TemporaryDirectory()
        try FileManager.default.createDirectory(at: folder.url, withIntermediateDirectories: true)
        let path = folder.path + "/alpha.recording"
        let alpha = try MeshNode("alpha", of: MeshConfiguration(nodes: [.init("alpha")]), recording: path)
        _ = try await alpha.start()
        try await alpha.reconfigure(MeshConfiguration(nodes: [.init("alpha")], origins: ["https://example.org"]))
        await alpha.stop()

        var replay = try NodeReplay(contentsOf: path)
        let outcome = try replay.run()
        #expect(outcome.difference == nil)
        #expect(outcome.end == .whole)
    }

    @Test func `has no key`() throws {
        var mesh = try Self.mesh()
        mesh.keys = [Secret(Array("0123456789abcdef".utf8))]
        let folder = TemporaryDirectory()
        #expect(throws: MeshNodeError.sealed) { try MeshNode("alpha", of: mesh, recording: folder.path) }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `has the addresses of nodes with a certificate, and is none of them`() throws {
        let json = #"""
            { "nodes": [
              { "name": "a", "http": "127.0.0.1:80", "gossip": "127.0.0.1:7", "peers": ["b"] },
              { "name": "b", "http": "127.0.0.1:81", "gossip": "127.0.0.2:7",
                "tls": { "certificate": "/certificate.pem", "key": "/key.pem" } }
            ] }
            """#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        let recorded = try MeshConfiguration(parsing: mesh.json)
        #expect(recorded.nodes.map(\.publicURL) == ["http://127.0.0.1:80", "https://127.0.0.1:81"])
        #expect(mesh.json.ranges(of: Array("pem".utf8)).isEmpty)
        #expect(try Recorder("a", of: mesh, storage: nil, to: { _ in nil }).obstacle(to: mesh) == nil)
        #expect(throws: MeshNodeError.sealed) { try Recorder("b", of: mesh, storage: nil, to: { _ in nil }) }
    }

    @Test func `does not start where its recording cannot be written`() throws {
        let mesh = try Self.mesh()
        #expect(throws: MeshNodeError.self) { try MeshNode("alpha", of: mesh, recording: "/proc/none/here") }
    }

    @Test(arguments: [
        #"{ "nodes": [{ "name": "a", "http": "[::1]:0", "gossip": "localhost:7" }] }"#,
        #"{ "nodes": [{ "name": "a", "http": "[::1]:0", "gossip": "127.0.0.1:0" }] }"#,
        #"""
        { "nodes": [
          { "name": "a", "http": "127.0.0.1:80", "gossip": "127.0.0.1:7", "url": "https://example.org/chat",
            "peers": ["b", { "name": "c", "transport": "udp", "address": "127.0.0.1:9" }] },
          { "name": "b", "http": "127.0.0.1:81", "gossip": "127.0.0.2:7" },
          { "name": "c", "http": "127.0.0.1:82", "gossip": "127.0.0.3:7" }
        ], "origins": ["https://example.org", "*"],
          "limits": { "message_bytes": 1000, "clients": 5, "request_head_bytes": 2048, "messages_per_second": 3,
            "trusted_proxies": ["10.0.0.1", "2001:db8::1"] },
          "retention": { "messages": 7, "bytes": 2000000, "seconds": 9 } }
        """#,
    ])
    func `has the whole configuration in its recording`(json: String) throws {
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        #expect(try MeshConfiguration(parsing: mesh.json) == mesh)
    }
}
