/// All that a node asks of sockets: connections, datagrams, and to be told when either is ready.
///
/// ``LinuxNetwork`` is the real one. Another one carries bytes between nodes in one thread, in virtual time, as slowly,
/// as late and as badly as a seed says. What they agree on:
///
/// - No call waits. What cannot be done now is told as ``SendResult/wouldBlock``, ``Received/wouldBlock`` or `nil`.
/// - A stream's bytes arrive once and in order, in pieces of any size, or the connection fails. A datagram arrives as a
///   whole, perhaps late, twice, or never.
/// - Readiness is a level: it is reported each turn until the cause is gone, under the token of the latest interest.
///
/// A ``SocketNumber`` names a socket of one network; its owner, a ``Socket``, closes it.
public protocol Network: AnyObject, Sendable {
    // MARK: Opening and closing

    /// Opens a TCP socket that accepts connections.
    ///
    /// - Throws: `bind ADDRESS: Address already in use`, or what else stands in the way, with the address.
    func listen(on address: SocketAddress) throws(SystemError) -> Socket

    /// Begins a TCP connection.
    ///
    /// When the socket is writable, ``connectError(of:to:)`` tells what came of it.
    ///
    /// - Throws: What stands in the way at once, with the address.
    func connect(to address: SocketAddress) throws(SystemError) -> Socket

    /// Opens a UDP socket.
    ///
    /// - Throws: `bind ADDRESS: Address already in use`, or what else stands in the way, with the address.
    func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket

    /// Takes the next waiting connection of a listener.
    ///
    /// - Returns: `nil` when none is waiting.
    /// - Throws: What stands in the way. When no descriptor is free, the connection goes on waiting and the listener stays
    ///   readable: stop watching it until one is.
    func accept(from listener: SocketNumber) throws(SystemError) -> Accepted?

    /// Closes a socket, which is watched no more; only its owner may, once.
    func close(_ socket: SocketNumber)

    /// Has closing cut the connection with a reset, so that the peer learns it at once and nothing lingers.
    func resetOnClose(_ socket: SocketNumber)

    /// Tells the peer that nothing more comes, once everything sent has arrived; receiving goes on.
    func endSending(on socket: SocketNumber)

    // MARK: Asking

    /// What came of a connection that was begun.
    ///
    /// - Parameters:
    ///   - socket: The connection.
    ///   - address: Where it was to go, for the error's text.
    /// - Returns: `nil` when the connection stands, or is not decided yet.
    func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError?

    /// Where the socket is bound; tells the port when any free one was asked for.
    func localAddress(of socket: SocketNumber) -> SocketAddress

    /// Whether the peer will send nothing more than what is here, or is gone altogether.
    ///
    /// Receiving tells it too, but only behind everything that was sent before.
    func hasPeerEnded(_ socket: SocketNumber) -> Bool

    /// How much of what was sent on a stream has arrived.
    func sendingProgress(of socket: SocketNumber) -> SendingProgress

    // MARK: Being told

    /// Reports the socket, from now on, whenever it is ready.
    ///
    /// - Parameters:
    ///   - socket: The socket; the caller keeps it open.
    ///   - interest: What to report; a hang-up is always reported.
    ///   - token: What to call the socket in ``ReadyEvent/token``; any number but the highest.
    /// - Throws: When there is no room to watch another socket.
    func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError)

    /// Changes what is reported about a watched socket.
    ///
    /// - Parameters:
    ///   - socket: A watched socket.
    ///   - interest: What to report from now on.
    ///   - token: What to call the socket from now on.
    /// - Throws: When the socket is not watched.
    func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError)

    /// Reports the socket no more; one that is not watched is left alone.
    ///
    /// An event that the handler has in hand already stays: drop what carries an old token.
    func unwatch(_ socket: SocketNumber)

    // MARK: Streams

    /// Hands over as many of the bytes as there is room for.
    func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult

    /// Hands over as many bytes of two spans as there is room for, for a batch that crosses two chunks.
    func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult

    /// Says that what is sent until ``endBroadcast()`` are these bytes, to many: whoever looks at what is sent looks once.
    func beginBroadcast(_ first: Span<UInt8>, _ second: Span<UInt8>)

    /// Says that other bytes follow.
    func endBroadcast()

    /// Takes received bytes.
    ///
    /// - Parameters:
    ///   - socket: The connection.
    ///   - buffer: Where they go, from its first byte on; how many there were is what is returned.
    ///   - limit: How many at most.
    /// - Returns: The number of bytes, or why there were none.
    /// - Throws: When the connection failed: reset by the peer, timed out.
    func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received

    // MARK: Datagrams

    /// Takes the next batch of datagrams; the previous one is gone then.
    ///
    /// - Returns: How many datagrams there were; 0 when none is here now.
    /// - Throws: What stands in the way.
    func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int

    /// Sends the datagrams that wait.
    ///
    /// One that is refused is lost as on the way: whoever sent it sends it again, later.
    ///
    /// - Returns: Whether all is sent; when not, call again once the socket is writable.
    func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool
}

extension Network {
    /// Looks at nothing.
    @inlinable
    public func beginBroadcast(_ first: Span<UInt8>, _ second: Span<UInt8>) {}

    /// Looks at nothing.
    @inlinable
    public func endBroadcast() {}

    /// Reports the socket, from now on, whenever it is ready.
    public func watch(_ socket: borrowing Socket, for interest: Interest, token: UInt64) throws(SystemError) {
        try watch(socket.number, for: interest, token: token)
    }

    /// Changes what is reported about a watched socket.
    public func change(_ socket: borrowing Socket, for interest: Interest, token: UInt64) throws(SystemError) {
        try change(socket.number, for: interest, token: token)
    }

    /// Reports the socket no more; one that is not watched is left alone.
    public func unwatch(_ socket: borrowing Socket) {
        unwatch(socket.number)
    }
}
