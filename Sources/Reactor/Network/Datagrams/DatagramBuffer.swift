import CLinux
import Glibc

/// Fixed memory for a batch of datagrams, with the headers through which the kernel fills or reads it.
///
///     headers    ┌ 0 ┐┌ 1 ┐ …    each points to its piece, its address
///     pieces     └─┬─┘└─┬─┘ …    each points to its slot
///     slots      [2 KiB][2 KiB] …
///
/// Everything is allocated once, so a batch costs one system call and no allocation.
@safe
final class DatagramBuffer {
    /// The size of a slot, in bytes: a datagram of Ethernet's 1,500 fits, and a larger one is no peer of ours.
    static let slotSize = 2048

    /// How many datagrams fit.
    let capacity: Int

    let headers: UnsafeMutablePointer<mmsghdr>
    let addresses: UnsafeMutablePointer<sockaddr_in6>
    private let pieces: UnsafeMutablePointer<iovec>
    private let slots: UnsafeMutablePointer<UInt8>

    init(capacity: Int) {
        self.capacity = capacity
        unsafe headers = .allocate(capacity: capacity)
        unsafe addresses = .allocate(capacity: capacity)
        unsafe pieces = .allocate(capacity: capacity)
        unsafe slots = .allocate(capacity: capacity * Self.slotSize)
        unsafe addresses.initialize(repeating: sockaddr_in6(), count: capacity)
        for index in 0..<capacity {
            // Safe: each pointer stays inside the memory allocated above, which lives as long as the headers do.
            unsafe (pieces + index).initialize(to: iovec(iov_base: slots + index * Self.slotSize, iov_len: 0))
            var header = unsafe mmsghdr()
            unsafe header.msg_hdr.msg_iov = pieces + index
            unsafe header.msg_hdr.msg_iovlen = 1
            unsafe header.msg_hdr.msg_name = UnsafeMutableRawPointer(addresses + index)
            unsafe (headers + index).initialize(to: header)
        }
    }

    deinit {
        unsafe headers.deallocate()
        unsafe addresses.deallocate()
        unsafe pieces.deallocate()
        unsafe slots.deallocate()
    }

    /// Opens a slot for the kernel to fill.
    func offer(_ index: Int) {
        precondition(index >= 0 && index < capacity, "a batch of datagrams has no such slot")
        // Safe: the slot was checked above.
        unsafe pieces[index].iov_len = Self.slotSize
        unsafe headers[index].msg_hdr.msg_namelen = socklen_t(MemoryLayout<sockaddr_in6>.size)
    }

    /// Fills a slot for the kernel to send.
    func fill(_ index: Int, with bytes: Span<UInt8>, to address: SocketAddress) {
        precondition(index >= 0 && index < capacity, "a batch of datagrams has no such slot")
        precondition(bytes.count <= Self.slotSize, "a datagram is larger than its slot")
        let (storage, length) = address.kernelForm
        // Safe: the slot and the size were checked above.
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            unsafe (slots + index * Self.slotSize).update(from: base, count: source.count)
        }
        unsafe pieces[index].iov_len = bytes.count
        unsafe addresses[index] = storage
        unsafe headers[index].msg_hdr.msg_namelen = length
    }

    /// Notes that a slot holds a whole datagram that arrived.
    func receive(_ index: Int, byteCount: Int) {
        precondition(index >= 0 && index < capacity, "a batch of datagrams has no such slot")
        // Safe: the slot was checked above.
        unsafe headers[index].msg_len = CUnsignedInt(byteCount)
        unsafe headers[index].msg_hdr.msg_flags = 0
    }

    /// How many bytes a slot was filled with.
    func byteCount(of index: Int) -> Int {
        precondition(index >= 0 && index < capacity, "a batch of datagrams has no such slot")
        // Safe: the slot was checked above.
        return unsafe pieces[index].iov_len
    }

    /// Where a slot's datagram goes, or comes from; the wildcard address where that says nothing.
    func address(of index: Int) -> SocketAddress {
        precondition(index >= 0 && index < capacity, "a batch of datagrams has no such slot")
        // Safe: the slot was checked above.
        return unsafe SocketAddress(addresses[index]) ?? SocketAddress(0, 0, 0, 0, port: 0)
    }

    /// Lends the first `count` bytes of a slot.
    func withBytes<Result, Failure: Error>(
        of index: Int,
        count: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < capacity && count <= Self.slotSize, "a batch of datagrams has no such slot")
        // Safe: the slot and the size were checked above, and the memory outlives the call.
        let span = unsafe Span(_unsafeStart: slots + index * Self.slotSize, count: count)
        return try body(span)
    }
}
