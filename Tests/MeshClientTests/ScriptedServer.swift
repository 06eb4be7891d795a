import HTTP
import Reactor
import WebSocket

/// What a scripted server does with one of its connections.
enum ScriptedAction {
    case send([UInt8])
    case close
    case reset

    /// Read nothing more.
    case deafen
}

/// How a scripted server answers on one connection.
protocol ServerScript: Sendable {
    mutating func handle(_ received: [UInt8]) -> [ScriptedAction]
}

/// A server on a free loopback port that does what a test wrote down.
actor ScriptedServer: TurnHandler {
    nonisolated let address: SocketAddress
    private let loop: EventLoop
    private let listener: Socket
    private let script: any ServerScript
    private var connections: [UInt64: Connection] = [:]
    private var lastToken: UInt64 = 0
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor }

    private final class Connection {
        let socket: Socket
        var script: any ServerScript
        var outbox: [UInt8] = []
        var isClosing = false
        var isDeaf = false

        /// What it waits for, when all was sent or some was not.
        func interest(isDone: Bool) -> Interest {
            switch (isDone, isDeaf) {
            case (true, true): []
            case (true, false): .read
            case (false, true): .write
            case (false, false): .readWrite
            }
        }

        init(_ socket: consuming Socket, _ script: any ServerScript) {
            self.socket = socket
            self.script = script
        }
    }

    init(_ script: any ServerScript) throws {
        loop = try EventLoop()
        let listener = try LinuxNetwork().listen(on: .loopback())
        address = listener.localAddress
        try loop.network.watch(listener, for: .read, token: 0)
        self.listener = listener
        self.script = script
        loop.attach(self)
    }

    nonisolated func stop() {
        loop.stop()
    }

    /// Cuts all connections, whatever their scripts want.
    func reset() {
        for connection in connections.values { connection.socket.resetOnClose() }
        connections = [:]
    }

    /// A URL of the server.
    nonisolated func url(_ scheme: String, _ path: String = "/") -> String {
        "\(scheme)://\(address)\(path)"
    }

    nonisolated func handleTurn(_ events: borrowing [ReadyEvent]) -> Int64? {
        assumeIsolated { $0.turn(events) }
        return nil
    }

    private func turn(_ events: borrowing [ReadyEvent]) {
        for index in events.indices {
            let event = events[index]
            if event.token == 0 { accept() }
            guard let connection = connections[event.token] else { continue }
            do {
                if try !serve(connection, event) { connections[event.token] = nil }
            } catch {
                connections[event.token] = nil
            }
        }
    }

    private func accept() {
        guard let accepted = try? listener.accept() else { return }
        lastToken += 1
        let connection = Connection(accepted.socket, script)
        connections[lastToken] = connection
        try? loop.network.watch(connection.socket, for: .readWrite, token: lastToken)
    }

    /// Serves one connection; `false` when it is to be closed.
    private func serve(_ connection: Connection, _ event: ReadyEvent) throws -> Bool {
        if event.isReadable, !connection.isClosing, !connection.isDeaf {
            switch try connection.socket.receive(into: &buffer) {
            case .bytes(let count):
                for action in connection.script.handle(Array(buffer.prefix(count))) {
                    switch action {
                    case .send(let bytes): connection.outbox += bytes
                    case .close: connection.isClosing = true
                    case .deafen: connection.isDeaf = true
                    case .reset:
                        connection.socket.resetOnClose()
                        return false
                    }
                }
            case .wouldBlock: break
            case .ended: return false
            }
        }
        if !connection.outbox.isEmpty {
            let outbox = connection.outbox
            let sent = try connection.socket.send(outbox.span)
            connection.outbox.removeFirst(sent)
        }
        let isDone = connection.outbox.isEmpty
        try loop.network.change(connection.socket, for: connection.interest(isDone: isDone), token: event.token)
        return !(connection.isClosing && isDone)
    }
}

/// Answers each request with the same bytes, and sees to the connection afterwards.
struct HTTPScript: ServerScript {
    var answer: @Sendable (Request) -> [ScriptedAction]
    private var connection = ServerConnection()

    init(answer: @escaping @Sendable (Request) -> [ScriptedAction]) {
        self.answer = answer
    }

    mutating func handle(_ received: [UInt8]) -> [ScriptedAction] {
        connection.receive(received.span)
        guard case .request(let request) = try? connection.next() else { return [] }
        return answer(request)
    }
}

/// Opens a WebSocket, greets with some bytes, and echoes messages or does something else with them.
struct WebSocketScript: ServerScript {
    var greeting: [UInt8] = []
    var handleMessage: @Sendable (MessageType, [UInt8]) -> [ScriptedAction] = { type, bytes in
        let payload = bytes
        var frame: [UInt8] = []
        Frame.encodeServer(type.opcode, payload.span, into: &frame)
        return [.send(frame)]
    }
    var handleOther: @Sendable (MessageDecoder.Step, [UInt8]) -> [ScriptedAction] = { step, _ in
        guard case .close(let code, _) = step else { return [] }
        return [.send(CloseFrame.server(code: code)), .close]
    }
    private var connection = ServerConnection()
    private var decoder = MessageDecoder(role: .server, messageLimit: 16 << 20)
    private var isOpen = false

    init() {}

    mutating func handle(_ received: [UInt8]) -> [ScriptedAction] {
        guard !isOpen else { return handleFrames(received) }
        connection.receive(received.span)
        guard case .request(let request) = try? connection.next(), let response = try? ServerHandshake.accept(request)
        else { return [] }
        var bytes: [UInt8] = []
        connection.respond(response, wallSeconds: 0, into: &bytes)
        isOpen = true
        // In one piece, so that the client gets frames together with the answer.
        return [.send(bytes + greeting)]
    }

    private mutating func handleFrames(_ received: [UInt8]) -> [ScriptedAction] {
        var buffer = received
        var range = 0..<buffer.count
        var actions: [ScriptedAction] = []
        while let step = try? decoder.next(in: &buffer, range: &range), step != .needMore {
            switch step {
            case .needMore: break
            case .message(let type, let payload):
                actions += handleMessage(type, decoder.takeBytes(of: payload, in: buffer))
            case .ping(let payload), .pong(let payload), .close(_, let payload):
                actions += handleOther(step, decoder.takeBytes(of: payload, in: buffer))
            }
        }
        return actions
    }
}
