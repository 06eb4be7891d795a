import CLinux
import Glibc

extension LinuxNetwork {
    /// See ``Network/connectError(of:to:)``.
    public func connectError(of socket: SocketNumber, to address: SocketAddress) -> SystemError? {
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        // Safe: the kernel writes `length` bytes into our integer. It cannot fail for an open socket.
        _ = unsafe getsockopt(socket.rawValue, SOL_SOCKET, SO_ERROR, &code, &length)
        return code == 0 ? nil : SystemError(call: "connect", subject: address.description, code: code)
    }

    /// See ``Network/localAddress(of:)``.
    public func localAddress(of socket: SocketNumber) -> SocketAddress {
        unsafe address { unsafe getsockname(socket.rawValue, $0, &$1) }
    }

    /// See ``Network/hasPeerEnded(_:)``.
    public func hasPeerEnded(_ socket: SocketNumber) -> Bool {
        // `POLLRDHUP`, which glibc declares only under _GNU_SOURCE. Of a hang-up and an error `poll` always tells.
        var watched = pollfd(fd: socket.rawValue, events: 0x2000, revents: 0)
        // Safe: the kernel reads and writes one structure, and does not wait.
        return unsafe poll(&watched, 1, 0) > 0
    }

    /// See ``Network/sendingProgress(of:)``.
    public func sendingProgress(of socket: SocketNumber) -> SendingProgress {
        SendingProgress(
            acknowledged: acknowledged_bytes(socket.rawValue),
            isWaiting: unacknowledged_bytes(socket.rawValue) > 0
        )
    }

    /// See ``Network/endSending(on:)``.
    public func endSending(on socket: SocketNumber) {
        // Fails only when the connection is gone already.
        _ = shutdown(socket.rawValue, CInt(SHUT_WR))
    }

    /// See ``Network/resetOnClose(_:)``.
    public func resetOnClose(_ socket: SocketNumber) {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        // Safe: the kernel reads `size` bytes of our structure.
        _ = unsafe setsockopt(socket.rawValue, SOL_SOCKET, SO_LINGER, &lingering, size)
    }

    /// See ``Network/close(_:)``.
    public func close(_ socket: SocketNumber) {
        _ = Glibc.close(socket.rawValue)
    }

    private func address(_ call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> CInt) -> SocketAddress {
        unsafe SocketAddress.filled(by: call) ?? SocketAddress(0, 0, 0, 0, port: 0)
    }
}
