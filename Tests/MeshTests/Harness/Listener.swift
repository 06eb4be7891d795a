import BroadcastMesh
import MeshClient
import Synchronization

/// A WebSocket client that keeps everything it receives, for a test to look at.
final class Listener: Sendable {
    let client: WebSocketClient
    private let received: Log
    private let reader: Task<Void, Never>

    private final class Log: Sendable {
        let messages = Mutex<[WebSocketMessage]>([])
    }

    /// Attaches to a node.
    init(_ node: NodeProcess, _ path: String, on loop: ClientLoop? = nil) async throws {
        let client = try await WebSocketClient.connect(to: await node.url("ws", path), on: loop, timeout: 240)
        let log = Log()
        self.client = client
        received = log
        reader = Task {
            do {
                for try await message in client.messages { log.messages.withLock { $0.append(message) } }
            } catch {
                // How the connection ended is asked of the client.
            }
        }
    }

    deinit {
        reader.cancel()
    }

    /// Everything that was received so far.
    var messages: [WebSocketMessage] { received.messages.withLock { $0 } }

    /// How many that is.
    var count: Int { received.messages.withLock(\.count) }

    /// The text messages that were received so far.
    var texts: [String] {
        messages.compactMap { message in
            guard case .text(let text) = message else { return nil }
            return text
        }
    }

    /// How the connection ended, which it must do within a few seconds.
    func end(seconds: Int = patience) async throws -> WebSocketEnd {
        let client = client
        return try await withDeadline("the connection ends", seconds: seconds) { await client.end }
    }
}
