import ChannelProtocol
import MeshClient
import Reactor
import Synchronization

/// What HTTPS costs a node: its fan-out beside the one without, its handshakes, and what an idle client holds.
enum SecureServing {
    /// How many messages are posted in one frame, which the node takes in at once and gives out at once.
    private static let batch = 64

    /// How long a message is, in bytes.
    private static let length = 140

    /// How much more a delivery may cost under TLS, in nanoseconds.
    private static let deliveryBar = 100.0

    /// How much memory an idle client may take, in KiB.
    private static let memoryBar = 16.0

    /// All of it.
    static func figures() async throws -> [Figure] {
        var figures: [Figure] = []
        for clients in [100, 1000] {
            let plain = try await fanOut(to: clients, isSecure: false)
            let secure = try await fanOut(to: clients, isSecure: true)
            figures += [
                Figure(subject: "a delivery to one of \(clients) clients without TLS", value: plain.cost, unit: "ns"),
                Figure(subject: "a delivery to one of \(clients) clients with TLS", value: secure.cost, unit: "ns"),
                Figure(subject: "what TLS adds", value: secure.cost - plain.cost, unit: "ns", bar: deliveryBar),
            ]
            if clients == 1000 {
                figures += [
                    Figure(subject: "an idle client without TLS", value: plain.memory / 1024, unit: "KiB"),
                    Figure(
                        subject: "an idle client with TLS",
                        value: secure.memory / 1024,
                        unit: "KiB",
                        bar: memoryBar
                    ),
                ]
            }
        }
        return figures + (try await handshakes())
    }

    /// Gives batches to clients.
    ///
    /// - Returns: What a delivery cost the node's loop, in nanoseconds, and what a client took before, in bytes.
    private static func fanOut(to count: Int, isSecure: Bool) async throws -> (cost: Double, memory: Double) {
        try await NodeProcess.use(isSecure: isSecure) { try await fanOut(to: count, of: $0) }
    }

    private static func fanOut(to count: Int, of node: NodeProcess) async throws -> (cost: Double, memory: Double) {
        let received = Atomic(0)
        let loop = try ClientLoop()
        let sender = try await WebSocketClient.connect(
            to: node.url("/channels/tea?echo=false", webSocket: true),
            subprotocol: Subprotocol.channel,
            trusting: node.trust
        )
        let before = try node.memory()
        var clients: [WebSocketClient] = []
        for _ in 0..<count {
            let client = try await WebSocketClient.connect(
                to: node.url("/channels/tea", webSocket: true),
                on: loop,
                trusting: node.trust,
                timeout: 30
            ) { _, _ in received.wrappingAdd(1, ordering: .relaxed) }
            clients.append(client)
        }
        let memory = Double(try node.memory() - before) / Double(count)
        let post = #"{"\#(EventMember.data)":"\#(String(repeating: "x", count: length))"}"#
        let list = Array(repeating: post, count: batch).joined(separator: ",")
        let posts = #"{"\#(EventMember.event)":"\#(EventName.posts)","\#(EventMember.posts)":[\#(list)]}"#
        let batches = 2_000_000 / batch / count
        func give(_ batches: Int) async throws {
            for _ in 0..<batches {
                let goal = received.load(ordering: .relaxed) + batch * count
                try await sender.send(text: posts)
                while received.load(ordering: .relaxed) < goal { try await Task.sleep(for: .milliseconds(1)) }
            }
        }
        try await give(batches / 4 + 1)
        let start = try await node.spent()
        try await give(batches)
        let cost = try await node.spent() - start
        for client in clients { await client.close() }
        loop.stop()
        return (cost * 1e9 / Double(batches * batch * count), memory)
    }

    /// Asks once on each of many connections.
    private static func handshakes() async throws -> [Figure] {
        var costs: [Double] = []
        for isSecure in [false, true] {
            let cost = try await NodeProcess.use(isSecure: isSecure) { node in
                let client = try HTTPClient(trusting: node.trust)
                let url = node.url("/health")
                for _ in 0..<20 { _ = try await client.get(url) }
                let start = try await node.spent()
                for _ in 0..<500 { _ = try await client.get(url) }
                return (try await node.spent() - start) / 500
            }
            costs.append(cost)
        }
        return [
            Figure(subject: "a connection and a request without TLS", value: costs[0] * 1e6, unit: "µs"),
            Figure(subject: "a connection and a request with TLS", value: costs[1] * 1e6, unit: "µs"),
            Figure(subject: "handshakes a second that one core has time for", value: 1 / costs[1], unit: ""),
        ]
    }
}
