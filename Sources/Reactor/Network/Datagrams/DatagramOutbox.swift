import CLinux
import Glibc

/// Collects datagrams and gives them to a network, a batch with each call.
public final class DatagramOutbox {
    /// The most datagrams that wait: enough to make the call cheap, 128 KiB of memory.
    public static let capacity = 64

    /// The largest datagram, in bytes.
    public static let datagramLimit = DatagramBuffer.slotSize

    private let buffer = DatagramBuffer(capacity: capacity)
    private var first = 0
    private var end = 0

    /// Takes the memory for one batch.
    public init() {}

    /// Whether nothing waits.
    public var isEmpty: Bool { first == end }

    /// Whether ``append(_:to:)`` has no room until ``Socket/send(_:)-(DatagramOutbox)`` made some.
    public var isFull: Bool { end == Self.capacity }

    /// Adds a datagram; traps when the outbox is full or the datagram larger than ``datagramLimit``.
    public func append(_ bytes: Span<UInt8>, to address: SocketAddress) {
        precondition(!isFull, "a full outbox was given another datagram")
        buffer.fill(end, with: bytes, to: address)
        end += 1
    }

    /// Gives the kernel what waits.
    ///
    /// A datagram that the kernel refuses is lost as on the way: whoever sent it sends it again, later.
    ///
    /// - Returns: Whether all is sent; when not, call again once the socket is writable.
    func send(on socket: SocketNumber) -> Bool {
        // Safe: the headers were filled, and the kernel only reads what they point to.
        unsafe send { headers, count in
            unsafe Int(sendmmsg(socket.rawValue, headers, CUnsignedInt(count), CInt(MSG_NOSIGNAL)))
        }
    }

    /// Gives what waits to something that takes it as `sendmmsg` does, and leaves its reason in `errno`.
    func send(through call: (UnsafeMutablePointer<mmsghdr>, Int) -> Int) -> Bool {
        while first < end {
            // Safe: the headers from `first` up to `end` were filled.
            let sent = unsafe call(buffer.headers + first, end - first)
            if sent > 0 {
                first += sent
                continue
            }
            switch SendRefusal(errno) {
            case .full: return false
            case .interrupted: continue
            case .one: first += 1
            case .all: first = end
            }
        }
        removeAll()
        return true
    }

    /// How many datagrams wait.
    public var count: Int { end - first }

    /// Lends what waits, in order, and where it is to go.
    public func forEach(_ body: (Span<UInt8>, SocketAddress) -> Void) {
        for index in first..<end {
            buffer.withBytes(of: index, count: buffer.byteCount(of: index)) { bytes in
                body(bytes, buffer.address(of: index))
            }
        }
    }

    /// Takes out the first that wait, as if they were sent; traps when there are not so many.
    public func removeFirst(_ count: Int) {
        precondition(count <= end - first, "more datagrams were taken out than wait")
        first += count
        if first == end { removeAll() }
    }

    /// Takes out what waits, in order, without the kernel.
    ///
    /// - Parameter body: What to do with each datagram, and where it is to go.
    public func drain(_ body: (Span<UInt8>, SocketAddress) -> Void) {
        forEach(body)
        removeAll()
    }

    /// Drops what waits.
    public func removeAll() {
        first = 0
        end = 0
    }
}
