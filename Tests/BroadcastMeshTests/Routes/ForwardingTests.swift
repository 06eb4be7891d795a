import HTTP
import Reactor
import Testing

@testable import BroadcastMesh

@Suite("A request behind proxies", .computing) struct ForwardingTests {
    private func client(_ lines: [String], from peer: String = "10.0.0.1") throws -> String {
        let trusted = try ["10.0.0.1", "10.0.0.2", "fd00::1"].map {
            try #require(SocketAddress(numericHost: $0, port: 0))
        }
        var fields: Fields = ["Host": "a"]
        for line in lines { fields.append("X-Forwarded-For", line) }
        let head = Request(method: .get, target: try RequestTarget(decoding: "/"), fields: fields).head
        let address = try #require(SocketAddress(numericHost: peer, port: 4711))
        return Forwarding.client(of: head, from: address, trusting: trusted).hostDescription
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("6.6.6.6, 192.0.2.1", "192.0.2.1"), ("192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("6.6.6.6,192.0.2.1,10.0.0.2,10.0.0.1", "192.0.2.1"), ("192.0.2.1:4000", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]:80", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("10.0.0.2", "10.0.0.2"), ("", "10.0.0.1"), ("unknown", "10.0.0.1"),
        ("192.0.2.1, unknown", "10.0.0.1"), ("192.0.2.1, ", "10.0.0.1"), ("192.0.2.1, bad, 10.0.0.2", "10.0.0.2"),
    ])
    func `comes from the last address that is no trusted proxy's`(field: String, client expected: String) throws {
        #expect(try client([field]) == expected)
        #expect(try client([field], from: "::ffff:10.0.0.1") == expected)
    }

    @Test func `is told over several lines`() throws {
        #expect(try client(["6.6.6.6", "192.0.2.1", "10.0.0.2"]) == "192.0.2.1")
    }

    @Test func `comes from whom it comes, when that is no trusted proxy`() throws {
        #expect(try client(["10.0.0.2"], from: "192.0.2.9") == "192.0.2.9")
        #expect(try client([], from: "10.0.0.1") == "10.0.0.1")
    }

    @Test func `is followed over a bounded number of proxies`() throws {
        let chain = Array(repeating: "10.0.0.2", count: 5000).joined(separator: ",")
        #expect(try client(["192.0.2.1,\(chain)"]) == "10.0.0.2")
    }
}
