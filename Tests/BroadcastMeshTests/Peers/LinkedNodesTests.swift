import BroadcastMesh
import MeshClient
import Reactor
import Testing

@Suite("Nodes that are linked", .timeLimit(.minutes(10))) struct LinkedNodesTests {
    /// A line of nodes, each dialing the next.
    static func line(_ names: [String], transport: String) throws -> MeshConfiguration {
        let ports = FreePorts.take(names.count)
        let nodes = names.indices.map { index in
            let peers =
                index + 1 < names.count ? #"[{ "name": "\#(names[index + 1])", "transport": "\#(transport)" }]"# : "[]"
            return #"""
                { "name": "\#(names[index])", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(ports[index])",
                  "peers": \#(peers) }
                """#
        }
        return try MeshConfiguration(parsing: Array(#"{ "nodes": [\#(nodes.joined(separator: ","))] }"#.utf8))
    }

    @Test(arguments: ["tcp", "udp"])
    func `bring a message from one end of a line to the other, and back`(transport: String) async throws {
        let names = ["alpha", "bravo", "charlie"]
        let mesh = try Self.line(names, transport: transport)
        let nodes = try names.map { try MeshNode($0, of: mesh) }
        async let first = nodes[0].start()
        async let middle = nodes[1].start()
        async let last = nodes[2].start()
        let addresses = try await [first, middle, last]

        let ana = try await WebSocketClient.connect(to: "ws://\(addresses[0])/channels/room", timeout: 240)
        let bob = try await WebSocketClient.connect(to: "ws://\(addresses[2])/channels/room", timeout: 240)
        try await ana.send(text: "hello")
        var atBob = bob.messages.makeAsyncIterator()
        #expect(try await atBob.next() == .text("hello"))
        try await bob.send(binary: [1, 2, 3])
        var atAna = ana.messages.makeAsyncIterator()
        #expect(try await atAna.next() == .text("hello"))
        #expect(try await atAna.next() == .binary([1, 2, 3]))

        for node in nodes { await node.stop() }
        #expect(await ana.end.code == 1001)
    }
}
