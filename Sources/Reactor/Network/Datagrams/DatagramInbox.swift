import CLinux
import Glibc

/// Takes datagrams from a network, a batch with each call.
///
///     while try socket.receive(into: inbox) > 0 {
///         for index in 0..<inbox.count {
///             inbox.withDatagram(index) { bytes, sender in … }
///         }
///     }
public final class DatagramInbox {
    /// The most datagrams in one batch: enough to make the call cheap, 128 KiB of memory.
    public static let capacity = 64

    /// How many datagrams the last batch had.
    public private(set) var count = 0

    private let buffer = DatagramBuffer(capacity: capacity)

    /// Takes the memory for one batch.
    public init() {}

    /// Takes the next batch; the previous one is gone then.
    ///
    /// - Returns: How many datagrams there were; 0 when none is here now.
    /// - Throws: What the kernel objects to.
    func receive(from socket: SocketNumber) throws(SystemError) -> Int {
        for index in 0..<Self.capacity { buffer.offer(index) }
        // Safe: the buffer has as many headers as `capacity` says, each with a slot of the size that it states.
        let result = unsafe recvmmsg(socket.rawValue, buffer.headers, CUnsignedInt(Self.capacity), 0, nil)
        count = max(0, Int(result))
        guard result >= 0 || errno == EAGAIN || errno == EINTR else { throw SystemError.current(in: "recvmmsg") }
        return count
    }

    /// Begins a batch without the kernel, of what ``append(_:from:)`` adds; the previous one is gone then.
    public func removeAll() { count = 0 }

    /// Adds a datagram to a batch; traps when that is full, or the datagram larger than ``DatagramOutbox/datagramLimit``.
    public func append(_ datagram: Span<UInt8>, from sender: SocketAddress) {
        buffer.fill(count, with: datagram, to: sender)
        buffer.receive(count, byteCount: datagram.count)
        count += 1
    }

    /// Lends one datagram of the batch, and says where it comes from.
    ///
    /// - Parameters:
    ///   - index: Which one, below ``count``.
    ///   - body: What to do with it. A datagram too large for its slot, more than 2 KiB, is lent as an empty one.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withDatagram<Result, Failure: Error>(
        _ index: Int,
        _ body: (Span<UInt8>, SocketAddress) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < count, "the batch has no such datagram")
        // Safe: the index was checked above, and the kernel filled this header.
        let (length, flags) = unsafe (buffer.headers[index].msg_len, buffer.headers[index].msg_hdr.msg_flags)
        let sender = unsafe SocketAddress(buffer.addresses[index]) ?? SocketAddress(0, 0, 0, 0, port: 0)
        let isWhole = flags & CInt(MSG_TRUNC) == 0
        return try buffer.withBytes(of: index, count: isWhole ? Int(length) : 0) { bytes throws(Failure) in
            try body(bytes, sender)
        }
    }
}
