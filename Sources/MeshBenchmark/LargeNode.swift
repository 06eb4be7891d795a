import BroadcastMesh
import ChannelProtocol
import MeshClient
import Reactor

/// What a node does at once for many: their figures, their farewell, a loss that all of a room are told of.
enum LargeNode {
    /// How many clients a node has, each in a channel of its own, and how many channels it has beside.
    private static let (clients, otherChannels) = (17_000, 3_000)

    /// How many users of a room are told of a loss.
    private static let users = 2_000

    static func figures() async throws -> [Figure] {
        try await crowdFigures() + lossFigures()
    }

    private static func crowdFigures() async throws -> [Figure] {
        _ = DescriptorLimit.raise()
        let node = try MeshNode("alpha", of: try configuration())
        let address = try await node.start()
        let crowd = try await Crowd.start(at: address, attachingTo: "/channels/room-%", count: clients)
        defer { crowd.send(.kill) }
        for number in 0..<otherChannels {
            let url = "http://\(address)/channels/other-\(number)"
            _ = try await HTTPClient().post(url, body: [0x78], contentType: "text/plain")
        }
        try await Task.sleep(for: .seconds(1))
        _ = await node.takeTurns()
        let start = Clock.monotonic()
        let status = try await HTTPClient(timeout: 60).get("http://\(address)/status")
        let duration = Double(Clock.monotonic() - start) / 1_000_000
        guard status.text.count > 1 << 20 else { throw BenchmarkError.notSeen("the status of all channels") }
        let turns = await node.takeTurns()
        return [
            Figure(subject: "the first /status of \(clients + otherChannels) channels", value: duration, unit: "ms")
        ]
            + figures("its turns", turns)
            + figures("turns that send \(clients) clients away", await node.stopMeasured())
    }

    /// Another node comes back that has let go of what it posted alone.
    private static func lossFigures() async throws -> [Figure] {
        try await ScratchFolder.use { try await lossFigures(in: $0) }
    }

    private static func lossFigures(in folder: ScratchFolder) async throws -> [Figure] {
        let mesh = try configuration()
        let storage = StorageSettings(directory: folder.path)
        let alone = try MeshNode("bravo", of: mesh, storage: storage)
        let place = try await alone.start()
        let chat = "ws://\(place)\(ClientPath.chat)?\(ClientQuery.username)=ben"
        let client = try await WebSocketClient.connect(to: chat)
        for message in 0..<40 {
            let said = ChatRequest.message("\(message)", key: nil)
            try await client.send(text: String(decoding: said, as: UTF8.self))
        }
        try await Task.sleep(for: .seconds(1))
        await alone.stop()

        let node = try MeshNode("alpha", of: mesh)
        let address = try await node.start()
        let wishes = "\(ClientQuery.users)=\(ClientQuery.changes)&\(ClientQuery.history)=1"
        let path = "\(ClientPath.chat)?\(ClientQuery.username)=user-%&\(wishes)"
        let crowd = try await Crowd.start(at: address, attachingTo: path, count: users)
        defer { crowd.send(.kill) }
        try await Task.sleep(for: .seconds(2))
        _ = await node.takeTurns()
        let again = try MeshNode("bravo", of: mesh, storage: storage)
        try await again.start()
        try await Task.sleep(for: .seconds(3))
        let turns = await node.takeTurns()
        // Otherwise nothing was measured.
        guard try await HTTPClient().get("http://\(address)/status").text.contains(#""lost":30"#) else {
            throw BenchmarkError.notSeen("a loss")
        }
        await again.stop()
        await node.stop()
        return figures("turns that tell \(users) users of a loss", turns)
    }

    /// A mesh of two nodes, which keeps few messages.
    private static func configuration() throws -> MeshConfiguration {
        let network = try LinuxNetwork()
        let nodes = try ["alpha", "bravo"].map { name in
            let port = try network.listen(on: .loopback()).localAddress.port
            return
                #"{ "name": "\#(name)", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(port)", "peers": \#(peers(of: name)) }"#
        }
        let json = #"{ "nodes": [\#(nodes.joined(separator: ","))], "retention": { "messages": 10 } }"#
        return try MeshConfiguration(parsing: Array(json.utf8))
    }

    private static func peers(of name: String) -> String { name == "alpha" ? #"["bravo"]"# : "[]" }

    private static func figures(_ subject: String, _ turns: TurnSummary) -> [Figure] {
        [
            Figure(
                subject: "\(subject), the median of \(turns.count), up to",
                value: turns.median,
                unit: "ms",
                bar: 15
            ),
            Figure(subject: "\(subject), the longest", value: turns.longest, unit: "ms", bar: 50),
        ]
    }
}
