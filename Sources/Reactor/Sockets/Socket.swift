import CLinux
import Glibc

/// Owns one socket and closes it exactly once.
///
/// No call on it ever waits.
public struct Socket: ~Copyable, Sendable {
    private let file: FileDescriptor

    init(_ file: consuming FileDescriptor) {
        self.file = file
    }

    /// The socket's number, valid while the socket is open.
    public var number: SocketNumber { SocketNumber(rawValue: file.rawValue) }

    /// Gives up ownership: whoever takes the number calls ``SocketNumber/close()``.
    public consuming func release() -> SocketNumber {
        SocketNumber(rawValue: file.release())
    }

    /// Where the socket is bound; tells the port when any free one was asked for.
    public var localAddress: SocketAddress {
        unsafe address { unsafe getsockname(number.rawValue, $0, &$1) }
    }

    /// Where the other side is; the wildcard address when there is none.
    public var peerAddress: SocketAddress {
        unsafe address { unsafe getpeername(number.rawValue, $0, &$1) }
    }

    /// Takes received bytes from the kernel; see ``SocketNumber/receive(into:)``.
    ///
    /// - Parameters:
    ///   - buffer: Where they go, from its first byte on; the array keeps its count.
    ///   - limit: How many at most.
    /// - Returns: The number of bytes, or why there were none.
    /// - Throws: When the connection failed.
    public func receive(into buffer: inout [UInt8], limit: Int = .max) throws(SystemError) -> Received {
        var span = buffer.mutableSpan
        return try number.receive(into: &span, limit: limit)
    }

    /// Gives the kernel as many of the bytes as it takes.
    ///
    /// - Returns: How many it took; 0 when it has no room now.
    /// - Throws: When the connection is lost.
    public func send(_ bytes: Span<UInt8>) throws(SystemError) -> Int {
        try number.send(bytes).count()
    }

    /// Gives the kernel two spans in one call, for a batch that crosses two chunks.
    ///
    /// - Returns: How many bytes of both together it took; 0 when it has no room now.
    /// - Throws: When the connection is lost.
    public func send(_ first: Span<UInt8>, _ second: Span<UInt8>) throws(SystemError) -> Int {
        try number.send(first, second).count()
    }

    /// Whether the peer will send nothing more than what is here, or is gone altogether.
    ///
    /// ``receive(into:)`` tells it too, but only behind everything that was sent before.
    public var hasPeerEnded: Bool {
        // `POLLRDHUP`, which glibc declares only under _GNU_SOURCE. Of a hang-up and an error `poll` always tells.
        var watched = pollfd(fd: number.rawValue, events: 0x2000, revents: 0)
        // Safe: the kernel reads and writes one structure, and does not wait.
        return unsafe poll(&watched, 1, 0) > 0
    }

    /// Tells the peer that nothing more comes, once everything sent has arrived; receiving goes on.
    public func endSending() {
        // Fails only when the connection is gone already.
        _ = shutdown(number.rawValue, CInt(SHUT_WR))
    }

    /// Makes closing cut the connection with a reset, so that the peer learns it at once and nothing lingers.
    public func resetOnClose() {
        var lingering = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        // Safe: the kernel reads `size` bytes of our structure.
        _ = unsafe setsockopt(number.rawValue, SOL_SOCKET, SO_LINGER, &lingering, size)
    }

    private func address(
        _ call: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> CInt
    ) -> SocketAddress {
        unsafe SocketAddress.filled(by: call) ?? SocketAddress(0, 0, 0, 0, port: 0)
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
