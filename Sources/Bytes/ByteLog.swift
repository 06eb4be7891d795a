/// An append-only sequence of bytes, addressed by the number of bytes that were ever before them.
///
/// A reader is an `Int`: the offset that it has reached. Records never straddle two chunks, so each can be lent
/// whole. Records are let go in any order, and memory is given back chunk by chunk, wherever nothing in one is held.
/// A copy is another log: the two share what was written before, and nothing that comes after.
///
///     start              a reader     given back      end
///       ├── chunk ──┼──── chunk ──▼─┤            ├── chunk ───┤
public struct ByteLog {
    /// The first chunk's size, in bytes, unless the first record is longer: a channel with one message costs no more.
    ///
    /// With what an allocator adds it is 32. Each is twice as large as the one before it, so that a channel takes at most about twice what it holds.
    public static let smallestChunk = 24

    /// What chunks grow to, in bytes: large enough that a batch rarely crosses two, small enough to give back.
    public static let largestChunk = 256 << 10

    /// The offset of the first byte still held.
    public private(set) var start = 0

    /// The offset of the next byte to be appended.
    public private(set) var end = 0

    /// The memory taken, in bytes, written or not.
    public private(set) var allocatedBytes = 0

    /// A chunk, in 24 bytes: nearly every channel has just one, so its array takes 56, which allocators have a size for.
    private struct Piece {
        /// The offset of its first byte.
        let base: Int
        let chunk: Chunk

        /// How many bytes of the chunk belong to records that were not let go, and how many are this log's.
        ///
        /// A copy of the log may have written behind those. No chunk is of 4 GiB.
        private var shortHeld: UInt32 = 0
        private var shortLength: UInt32 = 0

        init(_ chunk: Chunk, at base: Int) {
            self.chunk = chunk
            self.base = base
        }

        /// The offset behind its last byte.
        var end: Int { base + Int(shortLength) }

        /// How many bytes of the chunk belong to records that were not let go.
        var heldBytes: Int { Int(shortHeld) }

        /// Adds a record.
        mutating func append(_ length: Int) {
            shortLength += UInt32(length)
            shortHeld += UInt32(length)
        }

        /// Takes notice that a record was let go.
        mutating func letGo(_ length: Int) {
            precondition(length <= heldBytes, "more bytes were let go than a chunk has")
            shortHeld -= UInt32(length)
        }
    }

    private var pieces: [Piece] = []

    /// Starts empty, with no memory taken.
    public init() {}

    /// Appends one record made of two parts, contiguous in memory.
    ///
    /// - Returns: The offset of its first byte.
    @discardableResult
    public mutating func append(_ head: Span<UInt8>, _ tail: Span<UInt8>) -> Int {
        let offset = end
        _ = write(head, tail)
        return offset
    }

    /// Appends one record made of two parts.
    ///
    /// - Returns: The hash of its bytes, wherever they were parted; see `Span.hash(seed:)`.
    public mutating func append(_ head: Span<UInt8>, _ tail: Span<UInt8>, hashedFrom seed: UInt64) -> UInt64 {
        let chunk = write(head, tail)
        return chunk.withBytes(from: chunk.count - head.count - tail.count, to: chunk.count) { $0.hash(seed: seed) }
    }

    private mutating func write(_ head: Span<UInt8>, _ tail: Span<UInt8>) -> Chunk {
        let length = head.count + tail.count
        let chunk = chunk(for: length)
        chunk.append(head)
        chunk.append(tail)
        end += length
        pieces[pieces.count - 1].append(length)
        return chunk
    }

    /// Appends one record and returns the offset of its first byte.
    @discardableResult
    public mutating func append(_ record: Span<UInt8>) -> Int {
        append(record, Span())
    }

    /// Lends the bytes from `offset` up to `limit`, or up to the end of the chunk that holds `offset`.
    ///
    /// - Parameters:
    ///   - offset: A byte whose chunk is still there, or ``end``; see ``holds(_:)``.
    ///   - limit: Where to stop at the latest; no more than ``end``.
    ///   - body: What to do with the bytes.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        from offset: Int,
        to limit: Int,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(offset >= start && offset <= limit && limit <= end, "a log was asked for bytes it does not hold")
        guard offset < limit else { return try body(Span()) }
        let piece = pieces[pieceIndex(of: offset)]
        precondition(offset < piece.end, "a log was asked for bytes that it gave back")
        return try piece.chunk.withBytes(from: offset - piece.base, to: min(limit, piece.end) - piece.base, body)
    }

    /// The offset at which the chunk that holds `offset` ends: what ``withBytes(from:to:_:)`` can lend at most.
    public func chunkEnd(after offset: Int) -> Int {
        guard offset < end else { return end }
        let piece = pieces[pieceIndex(of: offset)]
        precondition(offset < piece.end, "a log was asked for bytes that it gave back")
        return piece.end
    }

    /// Bytes that stay readable when the log lets them go; they must lie in one chunk, as each record does.
    public func slice(_ range: Range<Int>) -> LogSlice {
        precondition(range.lowerBound >= start && range.upperBound <= end, "a log was asked for bytes it does not hold")
        let piece = pieces[pieceIndex(of: range.lowerBound)]
        precondition(range.upperBound <= piece.end, "a slice lies in one chunk")
        return LogSlice(of: piece.chunk, from: range.lowerBound - piece.base, to: range.upperBound - piece.base)
    }

    /// Whether the byte at an offset can be read, since its chunk was not given back; true of ``end``.
    public func holds(_ offset: Int) -> Bool {
        guard offset < end else { return offset == end }
        guard offset >= start, !pieces.isEmpty else { return false }
        return offset < pieces[pieceIndex(of: offset)].end
    }

    /// The first offset at or after `offset` that can be read; ``end`` when there is none.
    public func firstHeld(from offset: Int) -> Int {
        guard offset < end, !pieces.isEmpty else { return end }
        guard offset >= start else { return start }
        let index = pieceIndex(of: offset)
        if offset < pieces[index].end { return offset }
        return index + 1 < pieces.count ? pieces[index + 1].base : end
    }

    /// Lets a record go, and gives its chunk back if it was the last that is held there.
    ///
    /// - Parameters:
    ///   - length: How long the record is, in bytes.
    ///   - offset: Where it begins; it must be held.
    public mutating func letGo(_ length: Int, at offset: Int) {
        guard length > 0 else { return }
        precondition(offset >= start && offset < end && !pieces.isEmpty, "a record was let go that is not held")
        let index = pieceIndex(of: offset)
        precondition(offset < pieces[index].end, "a record was let go twice")
        pieces[index].letGo(length)
        guard pieces[index].heldBytes == 0 else { return }
        allocatedBytes -= pieces[index].chunk.capacity
        pieces.remove(at: index)
        start = pieces.first?.base ?? end
    }

    /// The chunk that the next `count` bytes go to.
    private mutating func chunk(for count: Int) -> Chunk {
        // What lay behind the last chunk may have been given back, or a copy of this log goes on in it.
        if let last = pieces.last, last.end == end, last.base + last.chunk.count == end,
            last.chunk.capacity - last.chunk.count >= count
        {
            return last.chunk
        }
        let doubled = min((pieces.last?.chunk.capacity ?? Self.smallestChunk / 2) * 2, Self.largestChunk)
        let chunk = Chunk(capacity: max(doubled, count))
        allocatedBytes += chunk.capacity
        if pieces.isEmpty { start = end }
        pieces.append(Piece(chunk, at: end))
        return chunk
    }

    /// Which chunk holds a byte; the newest is tried first, for that is where nearly every reader is, and then the oldest,
    /// where retention is.
    private func pieceIndex(of offset: Int) -> Int {
        var low = 0
        var high = pieces.count - 1
        if pieces[high].base <= offset { return high }
        guard high > 0, pieces[1].base <= offset else { return 0 }
        while low < high {
            let middle = (low + high + 1) / 2
            if pieces[middle].base <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
