import CLinux
import Glibc

/// How many connections the kernel holds for us until they are accepted: a whole room that reconnects at once.
private let listenBacklog: CInt = 4096

/// What the kernel holds for us of a UDP socket, in bytes: some thousand datagrams that arrive during one long turn.
private let datagramBacklog: CInt = 4 << 20

extension Socket {
    /// Opens a TCP socket that accepts connections.
    ///
    /// - Throws: `bind ADDRESS: Address already in use`, or what else the kernel objects to, with the address.
    public static func listen(on address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try Socket(opening: SOCK_STREAM, for: address)
        // A restarted node must not wait for the connections of its last run to be forgotten.
        try socket.setOption(SO_REUSEADDR, SOL_SOCKET)
        // Inherited by every accepted socket, which saves a call each: a chat line must not wait for the next one.
        try socket.setOption(TCP_NODELAY, CInt(IPPROTO_TCP))
        try socket.bind(to: address)
        guard Glibc.listen(socket.number.rawValue, listenBacklog) == 0 else {
            throw SystemError.current(in: "listen", subject: address.description)
        }
        return socket
    }

    /// Begins a TCP connection.
    ///
    /// When the socket is writable, ``connectError(to:)`` tells what came of it.
    ///
    /// - Throws: What the kernel objects to at once, with the address.
    public static func connect(to address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try Socket(opening: SOCK_STREAM, for: address)
        try socket.setOption(TCP_NODELAY, CInt(IPPROTO_TCP))
        let result = unsafe address.withKernelForm { unsafe Glibc.connect(socket.number.rawValue, $0, $1) }
        guard result == 0 || errno == EINPROGRESS || errno == EINTR else {
            throw SystemError.current(in: "connect", subject: address.description)
        }
        return socket
    }

    /// What came of a connection that was begun.
    ///
    /// - Parameter address: Where the connection was to go, for the error's text.
    /// - Returns: `nil` when the connection stands, or is not decided yet.
    public func connectError(to address: SocketAddress) -> SystemError? {
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        // Safe: the kernel writes `length` bytes into our integer. It cannot fail for an open socket.
        _ = unsafe getsockopt(number.rawValue, SOL_SOCKET, SO_ERROR, &code, &length)
        return code == 0 ? nil : SystemError(call: "connect", subject: address.description, code: code)
    }

    /// Opens a UDP socket.
    ///
    /// - Throws: `bind ADDRESS: Address already in use`, or what else the kernel objects to, with the address.
    public static func bindDatagram(on address: SocketAddress) throws(SystemError) -> Socket {
        let socket = try Socket(opening: SOCK_DGRAM, for: address)
        try socket.bind(to: address)
        // The kernel grants as much of it as its administrator allows.
        try socket.setOption(SO_RCVBUF, SOL_SOCKET, to: datagramBacklog)
        return socket
    }

    private init(opening type: __socket_type, for address: SocketAddress) throws(SystemError) {
        let flags = CInt(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let file = try FileDescriptor(taking: socket(address.family, flags, 0), from: "socket")
        self.init(file)
    }

    private func bind(to address: SocketAddress) throws(SystemError) {
        let result = unsafe address.withKernelForm { unsafe Glibc.bind(number.rawValue, $0, $1) }
        guard result == 0 else { throw SystemError.current(in: "bind", subject: address.description) }
    }

    /// Sets an option, or switches it on.
    private func setOption(_ option: CInt, _ level: CInt, to value: CInt = 1) throws(SystemError) {
        var value = value
        // Safe: the kernel reads one integer of ours.
        let size = socklen_t(MemoryLayout<CInt>.size)
        let result = unsafe setsockopt(number.rawValue, level, option, &value, size)
        guard result == 0 else { throw SystemError.current(in: "setsockopt") }
    }
}
