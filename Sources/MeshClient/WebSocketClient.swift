import HTTP
public import Reactor
import WebSocket

/// A WebSocket to a node, or to any server that speaks RFC 6455.
///
///     let client = try await WebSocketClient.connect(to: "ws://127.0.0.1:8081/channels/tea")
///     try await client.send(text: "hello")
///     for try await message in client.messages { … }
///
///     connecting ──answered 101──▶ open ──close frame sent──▶ closing
///          └───────────┬────────────┴──────────┬────────────────┘
///                      ▼     lost, timed out   ▼  close frame received
///                    ended ◀───────────────────┘
///
/// Pings are answered, and a server that is silent is pinged every 20 s: one that gives no sign for a minute is given up
/// with ``ClientError/timedOut``. The connection stays as long as somebody holds the client.
public actor WebSocketClient {
    /// How many bytes may wait for a slow server before ``send(text:)`` and ``send(binary:)`` wait too.
    static let outboxLimit = 1 << 20

    /// The largest message to accept by default, in bytes: the largest of a node whose limit is the default, as JSON, at its
    /// worst.
    public static let messageLimit = 8 << 20

    /// What is told of each message, on the loop's thread.
    public typealias MessageHandler = @Sendable (_ isText: Bool, _ bytes: Span<UInt8>) -> Void

    /// What exists until the server has answered.
    struct Opening {
        /// What was asked for.
        let handshake: ClientHandshake

        /// What makes the connection private.
        let security: ClientSecurity?

        /// What came of the answer.
        var connection = ClientConnection(answering: .get)

        /// When the WebSocket must be open, by the monotonic clock in nanoseconds.
        let deadline: Int64
    }

    enum State {
        case connecting(Opening)
        case open
        case ended(WebSocketEnd, ClientError?)
    }

    let loop: ClientLoop
    let handleMessage: MessageHandler?

    /// How far it is, and whether it was ever open.
    var state: State
    var wasOpen = false

    var stream: ClientStream?
    var token: UInt64 = 0
    var decoder: MessageDecoder
    var closing = ClosingHandshake()
    var inbox = MessageInbox()

    /// Whether anything is received now; not while nobody takes what came.
    var isReading = true
    var silence = ServerSilence()

    /// Those who wait for something to happen; each looks again at what it waits for.
    var waiting: [CheckedContinuation<Void, Never>] = []

    /// The executor of the loop.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    init(
        _ handshake: ClientHandshake,
        securedBy security: ClientSecurity?,
        on loop: ClientLoop,
        openingDeadline: Int64,
        messageLimit: Int,
        handleMessage: MessageHandler?
    ) {
        self.loop = loop
        self.handleMessage = handleMessage
        state = .connecting(Opening(handshake: handshake, security: security, deadline: openingDeadline))
        decoder = MessageDecoder(role: .client, messageLimit: messageLimit)
    }

    /// Opens a WebSocket.
    ///
    /// - Parameters:
    ///   - url: Its URL, with the scheme `ws` or `http`; with `wss` or `https` under TLS.
    ///   - origin: What to send as `Origin`, as a browser would; none by default.
    ///   - subprotocol: What is to be spoken, such as `mesh.channel.v1`; a server that does not is
    ///     ``ClientError/protocolBroken(_:)``. None by default.
    ///   - loop: The thread to live on; the shared one by default.
    ///   - resolver: Who is asked for the addresses of the host.
    ///   - trust: Whose word is taken for the server's certificate.
    ///   - timeout: How long the name, connecting and the handshake may take together, in seconds.
    ///   - messageLimit: The largest message to accept, in bytes; a larger one closes the connection with 1009.
    ///   - handleMessage: Gets each message on the loop's thread, without a copy, instead of ``messages``: for
    ///     measuring. It must not wait.
    /// - Returns: The open WebSocket.
    /// - Throws: ``ClientError/refused(status:reason:)`` when the server answers with something else, or why there was
    ///   no answer; ``ClientError/cancelled`` where the task was cancelled before.
    public static func connect(
        to url: String,
        origin: String? = nil,
        subprotocol: String? = nil,
        on loop: ClientLoop? = nil,
        resolver: Resolver = .shared,
        trusting trust: ServerTrust = .system,
        timeout: Int = 10,
        messageLimit: Int = messageLimit,
        handleMessage: MessageHandler? = nil
    ) async throws(ClientError) -> WebSocketClient {
        let url = try ClientURL(url)
        let key = RandomBytes.array(count: 16)
        let handshake = ClientHandshake(
            target: url.target,
            host: url.authority,
            key: key,
            origin: origin,
            subprotocol: subprotocol
        )
        let deadline = Clock.monotonic() + Int64(timeout) * 1_000_000_000
        let client: WebSocketClient
        do throws(SystemError) {
            let loop = if let loop { loop } else { try ClientLoop.shared() }
            client = WebSocketClient(
                handshake,
                securedBy: url.security(trusting: trust),
                on: loop,
                openingDeadline: deadline,
                messageLimit: messageLimit,
                handleMessage: handleMessage
            )
        } catch {
            throw .unreachable(error)
        }
        try await client.open(at: try await url.resolve(by: resolver, deadline: deadline))
        return client
    }

    /// How many bytes wait for the server.
    var waitingByteCount: Int { stream?.waitingCount ?? 0 }

    /// Waits as long as something holds and the task is not cancelled.
    func wait(while holds: () -> Bool) async {
        await withTaskCancellationHandler {
            while holds(), !Task.isCancelled { await wait() }
        } onCancel: {
            Task { await wake() }
        }
    }

    /// Waits until something happens.
    func wait() async {
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Wakes everybody who waits.
    func wake() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }
}
