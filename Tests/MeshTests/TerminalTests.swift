import BroadcastMesh
import Testing

@testable import Mesh

@Suite("What a terminal shows and sends") struct TerminalTests {
    @Test(arguments: [
        (#"{"event":"update-users","usernames":["ana","bo\nb"]}"#, #"* here: ana, bo\nb"#),
        (#"{"event":"send-message","username":"ana","message":"one\ntwo","id":"a@1/1"}"#, "ana: one\ntwo"),
        (#"{"event":"send-message","username":"e\u001b[A","message":"\u001b[2J"}"#, #"e\u{1B}[A: \u{1B}[2J"#),
        (#"{"event":"send-message","username":"eve","message":"\u202e"}"#, #"eve: \u{202E}"#),
        (#"{"event":"error","reason":"no JSON object"}"#, "* not sent: no JSON object"),
        (#"{"event":"attached","node":"alpha"}"#, nil),
        (#"{"event":"send-message"}"#, nil),
        ("hello", nil),
    ])
    func `is one line for each event of the chat, and nobody can forge another`(json: String, line: String?) {
        #expect(ChatScreen.line(for: json) == line)
    }

    @Test func `is JSON for each line that is typed`() throws {
        let json = try ChatScreen.command(for: #"say "hi" \"#)
        #expect(json.contains(#""message":"say \"hi\" \\""#))
        #expect(json.contains(#""event":"send-message""#))
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1999, "1.9 kB"), (999_999, "999.9 kB"), (1_000_000, "1.0 MB"),
        (64 << 20, "67.1 MB"), (5_600_000_000, "5.6 GB"),
    ])
    func `is a size that a person can read`(bytes: Int, text: String) {
        #expect(TerminalText.size(bytes) == text)
    }

    @Test func `is one line of an answer that ends its line`() {
        #expect(TerminalText.line("Too many messages.\n") == "Too many messages.")
        #expect(TerminalText.line("one\ntwo") == #"one\ntwo"#)
    }

    @Test(arguments: ["127.0.0.1:8081", "http://127.0.0.1:8081", "http://127.0.0.1:8081/"])
    func `is sent to a node however its address was typed`(text: String) {
        #expect(NodeAddress(text).status == "http://127.0.0.1:8081/status")
    }

    @Test func `has its names escaped in a URL`() {
        let node = NodeAddress("a:1")
        #expect(node.channel("") == "http://a:1/channels/")
        #expect(node.channel("a/b c?é", query: [("history", "3")]) == "http://a:1/channels/a/b%20c%3F%C3%A9?history=3")
        #expect(node.chat(as: "a&b+c", in: nil) == "http://a:1/start_web_socket?username=a%26b%2Bc")
        #expect(node.chat(as: "ana", in: "tea/1") == "http://a:1/start_web_socket?username=ana&channel=tea%2F1")
    }

    @Test(arguments: [("0.0.0.0:81", "127.0.0.1:81"), ("[::]:81", "[::1]:81"), ("host:81", "host:81")])
    func `is sent to an address of the configuration that can be dialled`(http: String, address: String) throws {
        let json = #"{ "nodes": [{ "name": "a", "http": "\#(http)", "gossip": "127.0.0.1:7" }] }"#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        #expect(mesh.nodes.first.flatMap(NodeAddress.init)?.base == "http://\(address)")
    }

    @Test func `is sent nowhere when the configuration leaves the port open`() throws {
        let json = #"{ "nodes": [{ "name": "a", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7" }] }"#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        #expect(mesh.nodes.first.flatMap(NodeAddress.init) == nil)
    }
}
