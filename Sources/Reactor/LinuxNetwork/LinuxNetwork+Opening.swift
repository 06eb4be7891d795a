import CLinux
import Glibc

/// How many connections the kernel holds for us until they are accepted: a whole room that reconnects at once.
private let listenBacklog: CInt = 4096

/// What the kernel holds for us of a UDP socket, in bytes: some thousand datagrams that arrive during one long turn.
private let datagramBacklog: CInt = 4 << 20

/// What the kernel keeps of a connection that it has not sent, in bytes; it takes more once half of it is on its way.
///
/// It would else keep some megabytes for whoever does not read, of memory that all connections of the machine share.
/// What is on its way is not counted: a line of any length stays full.
private let unsentBacklog: CInt = 256 << 10

extension LinuxNetwork {
    /// See ``Network/listen(on:)``.
    public func listen(on address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try open(SOCK_STREAM, for: address)
        // A restarted node must not wait for the connections of its last run to be forgotten.
        try setOption(SO_REUSEADDR, SOL_SOCKET, of: socket)
        // Inherited by every accepted socket, which saves a call each: a chat line must not wait for the next one.
        try setOption(TCP_NODELAY, CInt(IPPROTO_TCP), of: socket)
        try setOption(TCP_NOTSENT_LOWAT, CInt(IPPROTO_TCP), of: socket, to: unsentBacklog)
        try bind(socket, to: address)
        guard Glibc.listen(socket.number.rawValue, listenBacklog) == 0 else {
            throw SystemError.current(in: "listen", subject: address.description)
        }
        return socket
    }

    /// See ``Network/connect(to:)``.
    public func connect(to address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try open(SOCK_STREAM, for: address)
        try setOption(TCP_NODELAY, CInt(IPPROTO_TCP), of: socket)
        let result = unsafe address.withKernelForm { unsafe Glibc.connect(socket.number.rawValue, $0, $1) }
        guard result == 0 || errno == EINPROGRESS || errno == EINTR else {
            throw SystemError.current(in: "connect", subject: address.description)
        }
        return socket
    }

    /// See ``Network/bindDatagram(on:)``.
    public func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try open(SOCK_DGRAM, for: address)
        try bind(socket, to: address)
        // The kernel grants as much of it as its administrator allows.
        try setOption(SO_RCVBUF, SOL_SOCKET, of: socket, to: datagramBacklog)
        return socket
    }

    private func open(_ type: __socket_type, for address: SocketAddress) throws(SystemError) -> Socket {
        let flags = CInt(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        return Socket(try SocketNumber(taking: socket(address.family, flags, 0), from: "socket"), of: self)
    }

    private func bind(_ socket: borrowing Socket, to address: SocketAddress) throws(SystemError) {
        let result = unsafe address.withKernelForm { unsafe Glibc.bind(socket.number.rawValue, $0, $1) }
        guard result == 0 else { throw SystemError.current(in: "bind", subject: address.description) }
    }

    /// Sets an option, or switches it on.
    private func setOption(
        _ option: CInt,
        _ level: CInt,
        of socket: borrowing Socket,
        to value: CInt = 1
    ) throws(SystemError) {
        var value = value
        // Safe: the kernel reads one integer of ours.
        let size = socklen_t(MemoryLayout<CInt>.size)
        let result = unsafe setsockopt(socket.number.rawValue, level, option, &value, size)
        guard result == 0 else { throw SystemError.current(in: "setsockopt") }
    }
}

extension SocketNumber {
    /// Reads what a system call returned that makes a socket.
    ///
    /// - Throws: What `errno` says when the call failed.
    init(taking result: CInt, from call: StaticString) throws(SystemError) {
        guard result >= 0 else { throw SystemError.current(in: call) }
        self.init(rawValue: result)
    }
}
