import MeshClient
import Reactor
import WebSocket

/// One WebSocket of a load, which counts what it receives and keeps nothing of it.
///
///     connecting ──▶ greeting ──answered 101──▶ open ──close frame sent──▶ closing ──answered──▶ over
final class LoadConnection {
    /// What came of an event.
    enum News {
        case none
        case opened
        case ended
    }

    private enum State {
        case connecting
        case greeting
        case open
        case closing
    }

    /// How many buffers full are read at once, so that one connection never keeps the others waiting.
    private static let readsInTurn = 4

    /// What its events are called.
    let token: UInt64

    private let number: Int
    private let server: ServerFacts
    private let network: LinuxNetwork
    private let socket: Socket
    private var tls: ClientTLS?
    private var state = State.connecting

    /// What came of the answer to the request, and what comes behind it.
    private var answer: [UInt8] = []
    private var frames = FrameStream()

    private var outbox: LoadOutbox
    private var interest = Interest.write

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - number: Which client of the load it is.
    ///   - token: What its events are to be called.
    ///   - url: What it opens.
    ///   - server: Where.
    ///   - network: Where it is watched.
    /// - Throws: ``CommandError/failure(_:)`` when there is no room for another one, or no TLS.
    init(
        _ number: Int,
        _ token: UInt64,
        to url: String,
        at server: ServerFacts,
        on network: LinuxNetwork
    ) throws(CommandError) {
        do {
            tls = try server.beginTLS()
            socket = try network.connect(to: server.address)
            try network.watch(socket, for: .write, token: token)
        } catch {
            throw .failure("\(error)")
        }
        self.number = number
        self.token = token
        self.server = server
        self.network = network
        outbox = LoadOutbox(Opening.request(of: url, at: server.authority))
    }

    /// Takes in that the socket is ready.
    ///
    /// - Parameters:
    ///   - event: For what.
    ///   - buffer: Where to receive; what is in it is worth nothing afterwards.
    ///   - tally: Where messages are counted.
    /// - Returns: What came of it for the connection.
    /// - Throws: When it is lost, or the server ends it.
    func handleReady(
        _ event: ReadyEvent,
        using buffer: inout [UInt8],
        into tally: inout Tally
    ) throws(CommandError) -> News {
        if event.isWritable {
            if case .connecting = state {
                if let error = socket.connectError(to: server.address) { throw .failure("\(error)") }
                state = .greeting
            }
            try flush()
        }
        guard event.isReadable else { return .none }
        var news = News.none
        for _ in 0..<Self.readsInTurn {
            let room = tls == nil ? buffer.count : buffer.count - ClientTLS.slack
            guard let count = try receive(into: &buffer, limit: room) else { break }
            switch try read(buffer.span.extracting(0..<count), into: &tally) {
            case .none: break
            case .opened: news = .opened
            case .ended: return .ended
            }
            if count < room { break }
        }
        return news
    }

    /// Says a text, with the next ``flush()``.
    func say(_ text: [UInt8], maskedBy key: UInt32) {
        Frame.encodeClient(.text, text.span, maskingKey: key, into: &outbox.words)
    }

    /// Says goodbye, and waits for the server to do so too.
    func close() throws(CommandError) {
        state = .closing
        outbox.words += CloseFrame.client(code: 1000, maskingKey: 0x5A5A_5A5A)
        try flush()
    }

    /// Has the connection be gone at once when it is let go, so that its port is free again.
    func cut() { socket.resetOnClose() }

    /// Hands over what waits, as far as there is room.
    func flush() throws(CommandError) {
        if case .connecting = state { return }
        do throws(SystemError) {
            let wanted: Interest = try outbox.flush(to: socket, sealedBy: &tls) ? .read : .readWrite
            guard wanted != interest else { return }
            try network.change(socket, for: wanted, token: token)
            interest = wanted
        } catch {
            throw .failure("the node cut a client of the load off: \(error)")
        }
    }

    /// - Returns: How many bytes of plain text; `nil` when there is nothing.
    private func receive(into buffer: inout [UInt8], limit: Int) throws(CommandError) -> Int? {
        do {
            switch try socket.receive(into: &buffer, limit: limit) {
            case .wouldBlock: return nil
            case .ended: throw CommandError.failure("the node ended a connection of the load without a word")
            case .bytes(let count):
                guard tls != nil else { return count }
                let said = try tls?.receive(count, in: &buffer)
                try flush()
                guard let said else { throw CommandError.failure("the node ended the TLS of a client") }
                return said
            }
        } catch let error as CommandError {
            throw error
        } catch {
            throw .failure("the node cut a client of the load off: \(error)")
        }
    }

    private func read(_ bytes: Span<UInt8>, into tally: inout Tally) throws(CommandError) -> News {
        guard case .greeting = state else { return try readFrames(bytes, into: &tally) }
        for index in bytes.indices { answer.append(bytes[index]) }
        let answer = answer
        guard let end = try Opening.end(of: answer.span) else { return .none }
        state = .open
        self.answer = []
        _ = try readFrames(answer.span.extracting(end...), into: &tally)
        return .opened
    }

    private func readFrames(_ bytes: Span<UInt8>, into tally: inout Tally) throws(CommandError) -> News {
        let now = UInt64(Clock.monotonic())
        var news = News.none
        try frames.read(bytes) { frame, bytes throws(CommandError) in
            if frame.isMessage {
                if let stamp = Stamp(in: bytes, frame.payload) { tally.receive(stamp, by: number, at: now) }
            } else if frame.isPing {
                guard frame.payload.count <= FrameHeader.controlPayloadLimit else {
                    throw .failure(
                        "the server pings with \(frame.payload.count) bytes; RFC 6455 allows \(FrameHeader.controlPayloadLimit)"
                    )
                }
                let payload = bytes.extracting(frame.payload)
                Frame.encodeClient(.pong, payload, maskingKey: 0x5A5A_5A5A, into: &outbox.words)
            } else if frame.isClose {
                guard case .closing = state else { throw Self.farewell(bytes.extracting(frame.payload)) }
                news = .ended
            }
        }
        if !outbox.words.isEmpty { try flush() }
        return news
    }

    /// Why the node sends a client away.
    private static func farewell(_ payload: Span<UInt8>) -> CommandError {
        var bytes: [UInt8] = []
        for index in payload.indices { bytes.append(payload[index]) }
        let code = bytes.count < 2 ? 1005 : Int(bytes[0]) << 8 | Int(bytes[1])
        let reason = TerminalText.line(String(decoding: bytes.dropFirst(2), as: UTF8.self))
        return .failure("the node closed a client of the load with \(code)\(reason.isEmpty ? "" : ": \(reason)")")
    }
}
