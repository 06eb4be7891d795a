import MeshClient
import Reactor

@testable import BroadcastMesh

/// A node on free ports, for one test.
struct ServingNode {
    let node: MeshNode
    let address: SocketAddress

    /// Starts one.
    ///
    /// - Parameters:
    ///   - settings: What the configuration says beside its node: `"limits": {…}, `.
    ///   - own: What it says of its node, beside name and addresses: `"tls": {…}, `.
    ///   - log: What it tells.
    /// - Throws: When it does not start.
    init(_ settings: String = "", node own: String = "", log: Log = .silent) async throws {
        let gossip = FreePorts.take(1)[0]
        let json = #"""
            { \#(settings) "nodes": [{ \#(own) "name": "alpha", "http": "127.0.0.1:0", "gossip": "127.0.0.1:\#(gossip)" }] }
            """#
        node = try MeshNode("alpha", of: try MeshConfiguration(parsing: Array(json.utf8)), log: log)
        address = try await node.start()
    }

    /// A URL of the node.
    func url(_ target: String, scheme: String = "http") -> String {
        "\(scheme)://\(address)\(target)"
    }

    /// Waits until a condition holds; see ``BroadcastMesh/MeshNode/eventually(_:_:)``.
    func eventually(_ what: String, _ condition: (MeshNode) async -> Bool) async throws {
        try await node.eventually(what, condition)
    }

    /// Opens a WebSocket.
    func connect(_ target: String) async throws -> WebSocketClient {
        try await WebSocketClient.connect(to: url(target, scheme: "ws"), timeout: 240)
    }
}

extension MeshNode {
    /// How many connections there are.
    var connectionCount: Int { node.serving.connectionCount }

    /// What the node knows now.
    var statusReport: StatusReport { node.statusReport }

    /// How many of them are attached WebSockets.
    var attachedCount: Int { node.serving.attached }

    /// What they have begun to send and not finished.
    var unfinished: Unfinished { node.serving.timing.unfinished }

    /// Waits until a condition holds, and looks every 20 ms.
    ///
    /// - Parameters:
    ///   - what: The condition in words, for the failure.
    ///   - condition: What must hold.
    /// - Throws: When it does not within 90 s: machines that build at the same time are slow.
    nonisolated func eventually(_ what: String, _ condition: (MeshNode) async -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(90)
        while await !condition(self) {
            guard ContinuousClock.now < deadline else { throw DeadlinePassed(what: what) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// What a test waited for in vain.
struct DeadlinePassed: Error {
    var what: String
}

/// Runs a test with a node, and stops it at the end.
func withNode(_ settings: String = "", _ body: (ServingNode) async throws -> Void) async throws {
    let serving = try await ServingNode(settings)
    do {
        try await body(serving)
    } catch {
        await serving.node.stop()
        throw error
    }
    await serving.node.stop()
}
