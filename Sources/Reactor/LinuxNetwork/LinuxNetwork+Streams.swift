import CLinux
public import Glibc

/// What a busy node spends its time in, so it is inlined where bytes are given to many.
extension LinuxNetwork {
    /// Gives the kernel as many of the bytes as it takes: one `send` and nothing else.
    @inlinable @inline(always)
    public func send(_ bytes: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        // Safe: the kernel only reads, and only within the span.
        let count = unsafe bytes.withUnsafeBufferPointer { buffer in unsafe Self.send(buffer, on: socket) }
        return SendResult(count)
    }

    /// The call itself: a function that is inlined elsewhere may not name it, in whichever module it was declared.
    @usableFromInline
    static func send(_ bytes: UnsafeBufferPointer<UInt8>, on socket: SocketNumber) -> Int {
        // Safe: the kernel only reads, and only within the buffer.
        unsafe send_bytes(socket.rawValue, bytes.baseAddress, bytes.count, noSignal)
    }

    /// See ``Network/send(_:_:on:)``.
    public func send(_ first: Span<UInt8>, _ second: Span<UInt8>, on socket: SocketNumber) -> SendResult {
        // Safe: the kernel only reads, and only within the two spans.
        let count = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                var pieces: [2 of iovec] = unsafe [iovec(reading: first), iovec(reading: second)]
                return unsafe withUnsafeMutableBytes(of: &pieces) { pieces in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = pieces.bindMemory(to: iovec.self).baseAddress
                    unsafe message.msg_iovlen = pieces.count / MemoryLayout<iovec>.stride
                    return unsafe sendmsg(socket.rawValue, &message, Self.noSignal)
                }
            }
        }
        return SendResult(count)
    }

    /// See ``Network/receive(from:into:limit:)``.
    public func receive(
        from socket: SocketNumber,
        into buffer: inout MutableSpan<UInt8>,
        limit: Int
    ) throws(SystemError) -> Received {
        guard !buffer.isEmpty else { return .bytes(0) }
        // Safe: the kernel writes only within the span.
        let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe recv(socket.rawValue, buffer.baseAddress, min(buffer.count, limit), 0)
        }
        if count > 0 { return .bytes(count) }
        if count == 0 { return .ended }
        guard errno == EAGAIN || errno == EINTR else { throw SystemError.current(in: "recv") }
        return .wouldBlock
    }

    /// `MSG_NOSIGNAL`: a lost connection is an error, not a signal.
    ///
    /// Spelled out, because a build for release finds the name in another module than one for debugging.
    private static var noSignal: CInt { 0x4000 }
}

extension SendResult {
    /// Reads what `send` returned.
    @inlinable @inline(always)
    init(_ count: Int) {
        if count >= 0 {
            self = .sent(count)
        } else if errno == EAGAIN || errno == EINTR || errno == ENOBUFS {
            self = .wouldBlock
        } else {
            self = .failed(errno)
        }
    }
}

extension iovec {
    /// Lends bytes to a call that only reads.
    init(reading buffer: UnsafeBufferPointer<UInt8>) {
        unsafe self.init(iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress), iov_len: buffer.count)
    }
}
