/// Owns one socket of a network and closes it exactly once.
///
/// No call on it ever waits.
public struct Socket: ~Copyable, Sendable {
    /// The socket's number, valid while the socket is open.
    public let number: SocketNumber

    private let network: any Network

    /// Takes over a socket; only a network makes one.
    ///
    /// - Parameters:
    ///   - number: The socket, which nobody else closes.
    ///   - network: The network that it is one of.
    public init(_ number: SocketNumber, of network: any Network) {
        self.number = number
        self.network = network
    }

    deinit {
        network.close(number)
    }

    /// Where the socket is bound; tells the port when any free one was asked for.
    public var localAddress: SocketAddress { network.localAddress(of: number) }

    /// Whether the peer will send nothing more than what is here, or is gone altogether.
    ///
    /// ``receive(into:limit:)`` tells it too, but only behind everything that was sent before.
    public var hasPeerEnded: Bool { network.hasPeerEnded(number) }

    /// How much of what was sent has arrived.
    public var sendingProgress: SendingProgress { network.sendingProgress(of: number) }

    /// Takes the next waiting connection of a listener; see ``Network/accept(from:)``.
    public func accept() throws(SystemError) -> Accepted? { try network.accept(from: number) }

    /// What came of a connection that was begun.
    ///
    /// - Parameter address: Where the connection was to go, for the error's text.
    /// - Returns: `nil` when the connection stands, or is not decided yet.
    public func connectError(to address: SocketAddress) -> SystemError? {
        network.connectError(of: number, to: address)
    }

    /// Takes received bytes.
    ///
    /// - Parameters:
    ///   - buffer: Where they go, from its first byte on; the array keeps its count.
    ///   - limit: How many at most.
    /// - Returns: The number of bytes, or why there were none.
    /// - Throws: When the connection failed.
    public func receive(into buffer: inout [UInt8], limit: Int = .max) throws(SystemError) -> Received {
        var span = buffer.mutableSpan
        return try network.receive(from: number, into: &span, limit: limit)
    }

    /// Offers bytes: as many are taken as there is room for.
    public func offer(_ bytes: Span<UInt8>) -> SendResult { network.send(bytes, on: number) }

    /// Sends as many of the bytes as there is room for.
    ///
    /// - Returns: How many it took; 0 when there is no room now.
    /// - Throws: When the connection is lost.
    public func send(_ bytes: Span<UInt8>) throws(SystemError) -> Int { try offer(bytes).count() }

    /// Takes the next batch of datagrams; see ``Network/receive(into:from:)``.
    public func receive(into inbox: DatagramInbox) throws(SystemError) -> Int {
        try network.receive(into: inbox, from: number)
    }

    /// Sends the datagrams that wait; see ``Network/send(_:on:)-(DatagramOutbox,_)``.
    public func send(_ outbox: DatagramOutbox) -> Bool { network.send(outbox, on: number) }

    /// Tells the peer that nothing more comes, once everything sent has arrived; receiving goes on.
    public func endSending() { network.endSending(on: number) }

    /// Makes closing cut the connection with a reset, so that the peer learns it at once and nothing lingers.
    public func resetOnClose() { network.resetOnClose(number) }
}

/// A connection that was waiting at a listener.
@frozen
public struct Accepted: ~Copyable, Sendable {
    /// The connection; it never waits, sends without delay and is closed when the process starts another program.
    public let socket: Socket

    /// Where it comes from.
    public let peerAddress: SocketAddress

    /// Hands a connection to whoever accepts it; only a network makes one.
    public init(_ socket: consuming Socket, from peerAddress: SocketAddress) {
        self.socket = socket
        self.peerAddress = peerAddress
    }
}

extension SendResult {
    fileprivate func count() throws(SystemError) -> Int {
        switch self {
        case .sent(let count): count
        case .wouldBlock: 0
        case .failed(let code): throw SystemError(call: "send", code: code)
        }
    }
}
