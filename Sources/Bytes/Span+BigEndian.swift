extension Span<UInt8> {
    /// Reads an integer in network byte order; traps when it would reach past the end.
    @inlinable @inline(always)
    public func bigEndian<Integer: FixedWidthInteger & UnsignedInteger>(
        at offset: Int,
        as type: Integer.Type
    ) -> Integer {
        // Checked once, for all bytes: only then they are read in one instruction.
        let bytes = extracting(offset..<(offset + Integer.bitWidth / 8))
        var value: Integer = 0
        for index in 0..<(Integer.bitWidth / 8) {
            value = value << 8 | Integer(truncatingIfNeeded: bytes[index])
        }
        return value
    }
}

extension [UInt8] {
    /// Appends an integer in network byte order.
    @inlinable @inline(always)
    public mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
