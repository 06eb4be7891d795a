extension [UInt8] {
    /// Appends an integer in as few bytes as it needs, seven bits each, the lowest first (LEB128).
    @inlinable @inline(always)
    public mutating func append(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    /// How many bytes an integer takes as ``append(varint:)`` writes it.
    @inlinable @inline(always)
    public static func varintLength(of value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }

    /// Appends a text or a block of bytes behind its length.
    @inlinable
    public mutating func append(counted bytes: some Collection<UInt8>) {
        append(varint: UInt64(bytes.count))
        append(contentsOf: bytes)
    }

    /// Appends everything that a span shows.
    @inlinable
    public mutating func append(_ span: Span<UInt8>) {
        append(addingCapacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}
