import HTTP
import Reactor
import WebSocket

/// One connection of a simulated client: an exchange over HTTP, that may become a WebSocket.
///
///     connecting ──▶ asking ──101──▶ open ──▶ gone
///                      └──another answer──────▶ gone
final class BrowserConnection {
    /// What a browser is told.
    enum News: Equatable {
        /// The answer to a request that was no upgrade, or that was refused.
        case answer(status: Int, body: [UInt8])

        /// The WebSocket is open.
        case opened

        /// A message.
        case message(MessageType, [UInt8])

        /// The node closes the WebSocket.
        case closed(code: UInt16?, reason: String)

        /// The connection is no more.
        case lost
    }

    /// How far the exchange is.
    enum Stage {
        case connecting
        case asking(ClientConnection)
        case open(MessageDecoder)
        case gone
    }

    /// What its network calls it.
    let token: UInt64

    /// How far the exchange is, and what is still to be sent.
    var stage = Stage.connecting
    var outbox: [UInt8]

    /// When it became a WebSocket, in nanoseconds.
    var openedAt: Int64?

    /// What checks the answer, if that is to be a WebSocket.
    let handshake: ClientHandshake?

    let network: SimulatedNetwork
    private let address: SocketAddress
    private var socket: DoorSocket?
    private var interest = Interest.readWrite
    private let exchange: ClientConnection

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - request: What is asked for.
    ///   - handshake: What checks the answer, if that is to be a WebSocket.
    ///   - early: What is sent behind the request, without a wait for the answer.
    ///   - network: Where the browser's sockets are.
    ///   - token: What the network is to call it.
    /// - Throws: What stands in the way at once.
    init(
        to address: SocketAddress,
        asking request: Request,
        _ handshake: ClientHandshake?,
        early: [UInt8] = [],
        on network: SimulatedNetwork,
        token: UInt64
    ) throws(SystemError) {
        socket = try DoorSocket(to: address, on: network, token: token, through: network.visitingSeal)
        outbox = []
        request.encode(into: &outbox)
        outbox += early
        exchange = ClientConnection(answering: request.head.method)
        self.address = address
        self.handshake = handshake
        self.network = network
        self.token = token
    }

    /// Whether messages can be sent.
    var isOpen: Bool { if case .open = stage { true } else { false } }

    /// Whether it has asked, and has no answer yet.
    var isAsking: Bool { if case .asking = stage { true } else { false } }

    /// Whether the node has let go of it, behind messages that were not read.
    var isCutUnread: Bool {
        guard isOpen, let number = socket?.number else { return false }
        return network.hasPeerEnded(number)
    }

    /// Sends whole frames at once, as far as there is room for them; the rest when there is.
    func send(_ frames: [UInt8]) {
        outbox += frames
        flush()
    }

    /// Lets go of the connection, with an RST or as a browser does that leaves a page.
    func leave(abruptly: Bool) {
        stage = .gone
        if abruptly { socket?.resetOnClose() } else { socket?.sayGoodbye() }
        socket = nil
    }

    /// Does and reads nothing any more, and stays.
    func vanish() {
        stage = .gone
        if let number = socket?.number { network.unwatch(number) }
    }

    /// Goes on after something happened on its socket.
    ///
    /// - Parameters:
    ///   - event: What.
    ///   - limit: How much to read at most, in bytes.
    /// - Returns: What came.
    func handleReady(_ event: ReadyEvent, readingAtMost limit: Int = .max) -> [News] {
        var news: [News] = []
        do throws(SystemError) {
            if case .connecting = stage {
                guard event.isWritable else { return [] }
                if let error = socket?.connectError(to: address) { throw error }
                stage = .asking(exchange)
            }
            flush()
            guard event.isReadable else { return news }
            try receive(&news, atMost: limit)
            // What waited for a handshake waits no more.
            if socket?.isSealed == true { flush() }
        } catch {
            end(&news)
        }
        return news
    }

    private func receive(_ news: inout [News], atMost limit: Int) throws(SystemError) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var left = limit
        while left > 0 {
            switch try receive(into: &buffer, limit: left) {
            case .bytes(let count):
                left -= socket?.lastTaken ?? count
                take(&buffer, count, &news)
            case .wouldBlock: return
            case .ended: return end(&news)
            }
        }
    }

    private func receive(into buffer: inout [UInt8], limit: Int) throws(SystemError) -> Received {
        guard let received = try socket?.receive(into: &buffer, limit: limit) else { return .wouldBlock }
        return received
    }

    /// Takes notice that the connection is no more.
    func end(_ news: inout [News]) {
        stage = .gone
        socket = nil
        news.append(.lost)
    }

    /// Sends what there is room for.
    func flush() {
        if case .connecting = stage { return }
        socket?.flush()
        while !outbox.isEmpty, case .sent(let count)? = socket?.offer(outbox.span), count > 0 {
            outbox.removeFirst(count)
        }
        let wanted: Interest = outbox.isEmpty && socket?.isOwing != true ? .read : .readWrite
        guard wanted != interest, let number = socket?.number else { return }
        interest = wanted
        do throws(SystemError) { try network.change(number, for: wanted, token: token) } catch { stage = .gone }
    }
}
