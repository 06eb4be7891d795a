import CLinux
public import Glibc

/// The number of an open socket, borrowed from whoever owns it: no ownership, no reference counting.
///
/// This is what a fan-out loop keeps in its table. Its owner must close the socket after the last use of the number.
public struct SocketNumber: Hashable, Sendable {
    /// The kernel's number for the socket.
    public let rawValue: CInt

    /// Names a socket that somebody else owns.
    @inlinable
    public init(rawValue: CInt) {
        self.rawValue = rawValue
    }

    /// `MSG_NOSIGNAL`: a lost connection is an error, not a signal.
    ///
    /// Spelled out, because a build for release finds the name in another module than one for debugging.
    private static var noSignal: CInt { 0x4000 }

    /// Gives the kernel as many of the bytes as it takes, without waiting: one `send` and nothing else.
    @inlinable @inline(always)
    public func send(_ bytes: Span<UInt8>) -> SendResult {
        // Safe: the kernel only reads, and only within the span.
        let count = unsafe bytes.withUnsafeBufferPointer { buffer in unsafe send(buffer) }
        return SendResult(count)
    }

    /// The call itself: a function that is inlined elsewhere may not name it, in whichever module it was declared.
    @usableFromInline
    func send(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        // Safe: the kernel only reads, and only within the buffer.
        unsafe Glibc.send(rawValue, bytes.baseAddress, bytes.count, Self.noSignal)
    }

    /// Gives the kernel two spans in one call, for a batch that crosses two chunks.
    public func send(_ first: Span<UInt8>, _ second: Span<UInt8>) -> SendResult {
        // Safe: the kernel only reads, and only within the two spans.
        let count = unsafe first.withUnsafeBufferPointer { first in
            unsafe second.withUnsafeBufferPointer { second in
                var pieces: [2 of iovec] = unsafe [iovec(reading: first), iovec(reading: second)]
                return unsafe withUnsafeMutableBytes(of: &pieces) { pieces in
                    var message = unsafe msghdr()
                    unsafe message.msg_iov = pieces.bindMemory(to: iovec.self).baseAddress
                    unsafe message.msg_iovlen = pieces.count / MemoryLayout<iovec>.stride
                    return unsafe sendmsg(rawValue, &message, Self.noSignal)
                }
            }
        }
        return SendResult(count)
    }

    /// Takes received bytes from the kernel, without waiting.
    ///
    /// - Parameters:
    ///   - buffer: Where they go, from its first byte on; how many there were is what is returned.
    ///   - limit: How many at most.
    /// - Returns: The number of bytes, or why there were none.
    /// - Throws: When the connection failed: reset by the peer, timed out.
    public func receive(into buffer: inout MutableSpan<UInt8>, limit: Int = .max) throws(SystemError) -> Received {
        guard !buffer.isEmpty else { return .bytes(0) }
        // Safe: the kernel writes only within the span.
        let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            unsafe recv(rawValue, buffer.baseAddress, min(buffer.count, limit), 0)
        }
        if count > 0 { return .bytes(count) }
        if count == 0 { return .ended }
        guard errno == EAGAIN || errno == EINTR else { throw SystemError.current(in: "recv") }
        return .wouldBlock
    }

    /// Closes the socket; only for an owner that took it over with ``Socket/release()``.
    public func close() {
        _ = Glibc.close(rawValue)
    }
}

/// What became of bytes that were to be sent.
@frozen
public enum SendResult: Equatable, Sendable {
    /// The kernel took that many of the bytes, from the front.
    case sent(Int)

    /// The kernel has no room now; wait until the socket is writable.
    case wouldBlock

    /// The connection is lost; the value is `errno`.
    case failed(CInt)

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

/// What became of a wish to receive.
public enum Received: Equatable, Sendable {
    /// That many bytes arrived.
    case bytes(Int)

    /// Nothing is here now.
    case wouldBlock

    /// The peer will send no more.
    case ended
}

extension iovec {
    /// Lends bytes to a call that only reads.
    init(reading buffer: UnsafeBufferPointer<UInt8>) {
        unsafe self.init(iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress), iov_len: buffer.count)
    }
}
