import BroadcastMesh
import Reactor
import Testing

@testable import Mesh

@Suite("A node's address") struct NodeAddressTests {
    @Test(arguments: ["127.0.0.1:8081", "http://127.0.0.1:8081", "HTTP://127.0.0.1:8081/", "ws://127.0.0.1:8081"])
    func `is the same however it was typed`(text: String) throws {
        #expect(try NodeAddress(text).status == "http://127.0.0.1:8081/status")
    }

    @Test func `may be below a path`() throws {
        #expect(try NodeAddress("https://example.org/chat/").status == "https://example.org/chat/status")
    }

    @Test(arguments: [
        ("", #""" is no URL of a node, such as http://127.0.0.1:8081"#),
        ("ftp://a/b", #""ftp://a/b" is no URL of a node, such as http://127.0.0.1:8081"#),
        ("http://ana:word@a", #""http://…@a" is no URL of a node, such as http://127.0.0.1:8081"#),
        ("http://a/?b=c", ##"the URL of a node has no ? and no #: "http://a/" without what follows"##),
    ])
    func `is none of what nobody could connect to, and no secret is repeated`(text: String, problem: String) {
        let error = #expect(throws: NodeAddressError.self) { try NodeAddress(text) }
        #expect(error?.description == problem)
    }

    @Test func `has its names escaped in a URL`() throws {
        let node = try NodeAddress("a:1")
        #expect(node.channel("") == "http://a:1/channels/")
        #expect(node.channel("a/b c?é", query: [("history", "3")]) == "http://a:1/channels/a/b%20c%3F%C3%A9?history=3")
        #expect(node.chat(as: "a&b+c", in: nil) == "http://a:1/start_web_socket?username=a%26b%2Bc")
        #expect(node.chat(as: "#%é", in: nil) == "http://a:1/start_web_socket?username=%23%25%C3%A9")
        #expect(node.chat(as: "ana", in: "tea/1") == "http://a:1/start_web_socket?username=ana&channel=tea/1")
    }

    @Test(arguments: [("0.0.0.0:81", "127.0.0.1:81"), ("[::]:81", "[::1]:81"), ("host:81", "host:81")])
    func `is one of the configuration that can be dialled`(http: String, address: String) throws {
        let json = #"{ "nodes": [{ "name": "a", "http": "\#(http)", "gossip": "127.0.0.1:7" }] }"#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        #expect(mesh.nodes.first.flatMap(NodeAddress.init)?.base == "http://\(address)")
    }

    @Test func `is none when the configuration leaves the port open`() throws {
        let json = #"{ "nodes": [{ "name": "a", "http": "127.0.0.1:0", "gossip": "127.0.0.1:7" }] }"#
        let mesh = try MeshConfiguration(parsing: Array(json.utf8))
        #expect(mesh.nodes.first.flatMap(NodeAddress.init) == nil)
    }
}
