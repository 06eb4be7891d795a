/// A fixed piece of memory that bytes are only ever added to, at the end.
///
/// What lies below ``count`` never changes and never moves, so readers need no copy. Once full, a chunk is
/// immutable as a whole and may be shared with other threads.
@safe final class Chunk {
    /// How many bytes fit.
    let capacity: Int

    /// How many bytes were added.
    private(set) var count = 0

    private let bytes: UnsafeMutablePointer<UInt8>

    /// Takes memory for `capacity` bytes; the kernel gives pages only as they are written.
    init(capacity: Int) {
        self.capacity = capacity
        unsafe bytes = .allocate(capacity: capacity)
    }

    deinit {
        unsafe bytes.deallocate()
    }

    /// Adds bytes at the end; traps when they do not fit.
    func append(_ span: Span<UInt8>) {
        precondition(span.count <= capacity - count, "a chunk was asked to hold more than it can")
        // Safe: the room was checked above, and the span is not inside this chunk's unwritten part.
        unsafe span.withUnsafeBufferPointer { source in
            guard let base = source.baseAddress else { return }
            unsafe (bytes + count).update(from: base, count: source.count)
        }
        count += span.count
    }

    /// Lends the written bytes from `offset` to `end`; traps when they are not all written.
    func withBytes<Result: ~Copyable, Failure: Error>(
        from offset: Int,
        to end: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(offset >= 0 && offset <= end && end <= count, "a chunk was asked for bytes it does not hold")
        // Safe: the range was checked above, written bytes never move, and `self` outlives the call.
        let span = unsafe Span(_unsafeStart: bytes + offset, count: end - offset)
        return try body(span)
    }
}
