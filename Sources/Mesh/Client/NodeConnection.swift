import BroadcastMesh
import ChannelProtocol
import MeshClient

/// One WebSocket to a node: dials, hands on what arrives, and sends in order.
struct NodeConnection: Sendable {
    /// What happens to it.
    enum News: Sendable {
        /// The node let us in; what it thinks of us it may still say.
        case opened

        /// A message arrived.
        case message(WebSocketMessage)

        /// It ended, or was never open: the close code, 1006 if there was none, and the reason.
        case closed(code: UInt16, reason: String)
    }

    /// How long dialing may take, in seconds: less than a session waits, so that no connection comes up behind its back.
    private static let timeout = 4

    /// How long a goodbye may take, with all that was sent before it.
    static let farewell = Duration.seconds(5)

    private let outgoing: AsyncStream<String>.Continuation
    private let sending: Task<Void, Never>
    private let receiving: Task<Void, Never>

    /// Begins to dial.
    ///
    /// - Parameters:
    ///   - url: Where.
    ///   - trust: Whose word is taken for the node's certificate.
    ///   - handle: Called with all news, one after the other; a call that takes its time holds the node back.
    init(to url: String, trusting trust: ServerTrust, handle: @escaping @Sendable (News) async -> Void) {
        let dialing = Task {
            try await WebSocketClient.connect(
                to: url,
                trusting: trust,
                timeout: Self.timeout,
                messageLimit: NodeFrame.limit
            )
        }
        let (texts, outgoing) = AsyncStream.makeStream(of: String.self)
        self.outgoing = outgoing
        sending = Task {
            // Whoever receives notices that there is no connection.
            guard let client = try? await dialing.value else { return }
            for await text in texts { do { try await client.send(text: text) } catch { return } }
            await client.close()
        }
        receiving = Task {
            let news: News
            do {
                let client = try await dialing.value
                if !Task.isCancelled { await handle(.opened) }
                for try await message in client.messages where !Task.isCancelled { await handle(.message(message)) }
                let end = await client.end
                news = .closed(code: end.code, reason: end.reasonToStop)
            } catch {
                let reason = (error as? ClientError)?.told(ofServerAt: url) ?? "\(error)"
                news = .closed(code: 1006, reason: reason)
            }
            if !Task.isCancelled { await handle(news) }
        }
    }

    /// Sends a text, once the connection is open.
    func send(_ text: String) {
        outgoing.yield(text)
    }

    /// Says goodbye after everything that was sent, and forgets the connection.
    func drop() {
        receiving.cancel()
        outgoing.finish()
    }

    /// Says goodbye after everything that was sent, and waits for the node to say it too; a node may take neither.
    ///
    /// - Parameter patience: How long it may take.
    func close(within patience: Duration = farewell) async {
        drop()
        let alarm = Task { [sending] in
            do { try await Task.sleep(for: patience) } catch { return }
            sending.cancel()
        }
        await sending.value
        alarm.cancel()
    }
}

extension WebSocketEnd {
    /// Why the node sends nothing any more, for a person.
    var reasonToStop: String {
        reason.isEmpty ? "the node closed the connection with \(code)" : reason
    }
}
