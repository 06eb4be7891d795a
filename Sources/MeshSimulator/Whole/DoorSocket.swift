import Reactor
import SystemTLS

/// The client's end of a connection to a node: sealed, where clients are to find a certificate.
///
/// What is said before the handshake is over waits for its end. What comes is whole records, whatever was asked for.
final class DoorSocket {
    private let socket: Socket
    private let session: ToySession?

    /// What the socket has not taken of what is sealed.
    private var owed: [UInt8] = []

    /// How many bytes the socket gave at the last call to receive.
    private(set) var lastTaken = 0

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - address: Where to.
    ///   - network: Where its socket is.
    ///   - token: What the network is to call it.
    ///   - seal: What it speaks through, if it does.
    /// - Throws: What stands in the way at once.
    init(
        to address: SocketAddress,
        on network: SimulatedNetwork,
        token: UInt64,
        through seal: ToySeal?
    ) throws(SystemError) {
        let socket = try network.connect(to: address)
        try network.watch(socket, for: .readWrite, token: token)
        self.socket = consume socket
        session = seal?.visit()
    }

    /// What its network calls it.
    var number: SocketNumber { socket.number }

    /// Whether it is to be told when there is room for what was offered before.
    var isOwing: Bool { !owed.isEmpty }

    /// Whether it speaks through a seal.
    var isSealed: Bool { session != nil }

    /// See `Socket/connectError(to:)`.
    func connectError(to address: SocketAddress) -> SystemError? { socket.connectError(to: address) }

    /// See `Socket/resetOnClose()`.
    func resetOnClose() { socket.resetOnClose() }

    /// Offers bytes: as many are taken as there is room for, or all where they are sealed.
    func offer(_ bytes: Span<UInt8>) -> SendResult {
        guard let session else { return socket.offer(bytes) }
        flush()
        guard session.canSend, owed.isEmpty else { return .wouldBlock }
        session.seal(bytes, into: &owed)
        flush()
        return .sent(bytes.count)
    }

    /// Takes received bytes; none of them where what came says nothing yet.
    func receive(into buffer: inout [UInt8], limit: Int) throws(SystemError) -> Received {
        let received = try socket.receive(into: &buffer, limit: limit)
        guard case .bytes(let count) = received else { return received }
        lastTaken = count
        guard let session else { return received }
        var plaintext: [UInt8] = []
        session.receive(buffer.span.extracting(..<count), into: &plaintext)
        flush()
        if case .failed = session.state { throw .failed("tls", SystemError.Code.protocolError) }
        guard !plaintext.isEmpty else { return session.state == .ended ? .ended : .bytes(0) }
        if plaintext.count > buffer.count { buffer = plaintext }
        for index in plaintext.indices { buffer[index] = plaintext[index] }
        return .bytes(plaintext.count)
    }

    /// Says goodbye, as a browser does that leaves a page.
    func sayGoodbye() {
        guard let session, session.canSend, owed.isEmpty else { return }
        session.close()
        flush()
    }

    /// Sends what is sealed, as far as there is room for it.
    func flush() {
        guard let session else { return }
        session.takeOutgoing(into: &owed)
        guard !owed.isEmpty, case .sent(let count) = socket.offer(owed.span) else { return }
        owed.removeFirst(count)
    }
}
