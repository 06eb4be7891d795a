import Testing

@testable import BroadcastMesh

@Suite("What a node takes over of another configuration", .computing) struct ConfigurationChangeTests {
    private static let before = mesh(nodes)

    private static let nodes = [
        node("alpha", 1, peers: #""bravo", "charlie""#), node("bravo", 2), node("charlie", 3),
    ]

    private static func node(_ name: String, _ number: Int, peers: String = "") -> String {
        #"{"name":"\#(name)","http":"127.0.0.1:8\#(number)","gossip":"127.0.0.1:7\#(number)","peers":[\#(peers)]}"#
    }

    private static func mesh(_ nodes: [String], rest: String = "") -> String {
        #"{"nodes":[\#(nodes.joined(separator: ","))]\#(rest)}"#
    }

    private static func change(to after: String, keys: [String] = []) throws -> ConfigurationChange {
        var new = try MeshConfiguration(parsing: Array(after.utf8))
        new.keys = keys.map { Secret(Array($0.utf8)) }
        return ConfigurationChange(from: try MeshConfiguration(parsing: Array(before.utf8)), to: new, of: "alpha")
    }

    /// What changes when alpha dials other peers, or there are others.
    private static func change(
        dialing peers: String,
        others: [String] = [node("bravo", 2), node("charlie", 3)],
        rest: String = ""
    ) throws -> ConfigurationChange {
        try change(to: mesh([node("alpha", 1, peers: peers)] + others, rest: rest))
    }

    @Test func `is nothing when both are the same`() throws {
        let change = try Self.change(to: Self.before)
        #expect(change.isEmpty)
        #expect(change == ConfigurationChange())
        #expect("\(change)" == "nothing")
    }

    @Test func `is the nodes and links that come and go`() throws {
        let change = try Self.change(
            dialing: #""charlie", {"name":"echo","transport":"udp"}"#,
            others: [Self.node("charlie", 3), Self.node("echo", 5)]
        )
        #expect(change.addedNodes == ["echo"])
        #expect(change.removedNodes == ["bravo"])
        #expect(change.addedLinks.map(\.peer) == ["echo"])
        #expect(change.removedLinks.map(\.peer) == ["bravo"])
        #expect(change.renewedPeers == [])
        #expect("\(change)" == "+echo, -bravo, +link to echo over udp, -link to bravo")
    }

    @Test func `opens only that link again whose transport is another`() throws {
        let change = try Self.change(dialing: #""bravo", {"name":"charlie","transport":"udp"}"#)
        #expect(change.renewedPeers == ["charlie"])
        #expect("\(change)" == "link to charlie now udp")
    }

    @Test func `keeps a link that is only dialed elsewhere or by the other side`() throws {
        let change = try Self.change(
            dialing: #"{"name":"charlie","address":"127.0.0.1:9"}"#,
            others: [Self.node("bravo", 2, peers: #""alpha""#), Self.node("charlie", 3)]
        )
        #expect(change.renewedPeers == [])
        #expect("\(change)" == "link to bravo not dialed any more, link to charlie now dialed at 127.0.0.1:9")
    }

    @Test(arguments: [
        (#","limits":{"message_bytes":10}"#, "limits.message_bytes 1048576 → 10"),
        (
            #","limits":{"clients":7,"request_head_bytes":2000}"#,
            "limits.clients 20000 → 7, limits.request_head_bytes 16384 → 2000"
        ),
        (#","limits":{"messages_per_second":5}"#, "limits.messages_per_second none → 5"),
        (#","limits":{"trusted_proxies":["10.0.0.1","::1"]}"#, "limits.trusted_proxies none → 10.0.0.1 ::1"),
        (#","retention":{"messages":5,"seconds":6}"#, "retention.messages 10000 → 5, retention.seconds 86400 → 6"),
        (#","retention":{"bytes":9000000}"#, "retention.bytes 67108864 → 9000000"),
        (#","origins":["https://a.example","null"]"#, "origins none → https://a.example null"),
    ])
    func `is what settings are and were, under their names in the file`(rest: String, text: String) throws {
        let change = try Self.change(to: Self.mesh(Self.nodes, rest: rest))
        #expect("\(change)" == text)
        #expect(change.renewedPeers == [])
        #expect(change.fixed == [])
    }

    @Test func `opens every link again when larger messages are taken, for peers were told the limit`() throws {
        let change = try Self.change(
            dialing: #""bravo", "charlie", "echo""#,
            others: [Self.node("bravo", 2), Self.node("charlie", 3), Self.node("echo", 5)],
            rest: #","limits":{"message_bytes":2000000}"#
        )
        #expect(change.renewedPeers == ["bravo", "charlie"])
    }

    @Test func `leaves the node where it is, and says so`() throws {
        let moved = Self.node("alpha", 9, peers: #""bravo", "charlie""#)
        let change = try Self.change(to: Self.mesh([moved, Self.nodes[1], Self.nodes[2]]))
        #expect(change.isEmpty)
        #expect(
            change.fixed == [
                .init(name: "http", before: "127.0.0.1:81", after: "127.0.0.1:89"),
                .init(name: "gossip", before: "127.0.0.1:71", after: "127.0.0.1:79"),
            ]
        )
    }

    @Test func `takes over where the others are`() throws {
        let change = try Self.change(to: Self.mesh([Self.nodes[0], Self.nodes[1], Self.node("charlie", 9)]))
        let text = "link to charlie now dialed at 127.0.0.1:79, charlie.url http://127.0.0.1:83 → http://127.0.0.1:89"
        #expect("\(change)" == text)
    }

    @Test func `opens every link again that is to be sealed, and shows no key`() throws {
        let change = try Self.change(to: Self.before, keys: ["0123456789abcdef"])
        #expect(change.hasOtherKeys)
        #expect(change.renewedPeers == ["bravo", "charlie"])
        #expect("\(change)" == "link to bravo now tcp, sealed, link to charlie now tcp, sealed, other keys")
    }
}
