/// Bytes of a log that stay readable after the log has let them go.
///
/// A reader that stands in the middle of a record keeps the rest of it this way. What is kept is the whole chunk, so
/// hold one no longer than it takes to read it.
public struct LogSlice {
    private let chunk: Chunk
    private var next: Int
    private var end: Int

    init(of chunk: Chunk, from next: Int, to end: Int) {
        self.chunk = chunk
        self.next = next
        self.end = end
    }

    /// How many bytes are left.
    public var count: Int { end - next }

    /// Which chunk is kept, as long as it is.
    public var chunkID: ObjectIdentifier { ObjectIdentifier(chunk) }

    /// How much memory that takes, in bytes.
    public var chunkBytes: Int { chunk.capacity }

    /// Lends the bytes that are left.
    ///
    /// - Parameter body: What to do with them.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try chunk.withBytes(from: next, to: end, body)
    }

    /// Leaves out what is behind so many bytes.
    public mutating func keepFirst(_ count: Int) {
        precondition(count <= self.count, "a slice was cut behind its end")
        end = next + count
    }

    /// Moves on by some bytes that were read.
    public mutating func removeFirst(_ count: Int) {
        precondition(count <= self.count, "a slice was read past its end")
        next += count
    }
}
