/// The kernel's sockets, and one `epoll` that watches them.
///
/// It keeps nothing of its own about a socket: every call is one system call on its number.
public final class LinuxNetwork: Network {
    let poller: Poller

    /// Opens the `epoll`; who wants to be told what is ready makes an ``EventLoop``, which has one.
    ///
    /// - Throws: When the process may open nothing more.
    public init() throws(SystemError) {
        poller = try Poller()
    }

    /// See ``Network/watch(_:for:token:)-(SocketNumber,_,_)``.
    public func watch(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try poller.add(socket.rawValue, interest, token)
    }

    /// See ``Network/change(_:for:token:)-(SocketNumber,_,_)``.
    public func change(_ socket: SocketNumber, for interest: Interest, token: UInt64) throws(SystemError) {
        try poller.modify(socket.rawValue, interest, token)
    }

    /// See ``Network/unwatch(_:)-(SocketNumber)``.
    public func unwatch(_ socket: SocketNumber) {
        poller.remove(socket.rawValue)
    }

    /// See ``Network/receive(into:from:)``.
    public func receive(into inbox: DatagramInbox, from socket: SocketNumber) throws(SystemError) -> Int {
        try inbox.receive(from: socket)
    }

    /// See ``Network/send(_:on:)-(DatagramOutbox,_)``.
    public func send(_ outbox: DatagramOutbox, on socket: SocketNumber) -> Bool {
        outbox.send(on: socket)
    }
}
