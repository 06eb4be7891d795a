extension EventLoop {
    /// Reports the socket to the handler, from now on, whenever it is ready.
    ///
    /// A socket that is closed is no longer watched.
    ///
    /// - Parameters:
    ///   - socket: The socket; the caller keeps it open.
    ///   - interest: What to report; a hang-up is always reported.
    ///   - token: What to call the socket in ``ReadyEvent/token``; any number but the highest.
    /// - Throws: When the kernel has no room to watch another socket.
    public func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try poller.add(socket.rawValue, interest, token)
    }

    /// Changes what is reported about a watched socket.
    ///
    /// - Parameters:
    ///   - socket: A watched socket.
    ///   - interest: What to report from now on.
    ///   - token: What to call the socket from now on.
    /// - Throws: When the socket is not watched.
    public func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try poller.modify(socket.rawValue, interest, token)
    }

    /// Reports the socket no more; one that is not watched is left alone.
    ///
    /// An event that the handler has in hand already stays: drop what carries an old token.
    public func unwatch(_ socket: SocketNumber) {
        poller.remove(socket.rawValue)
    }

    /// Reports the socket to the handler, from now on, whenever it is ready; see ``watch(_:for:token:)``.
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
