extension Span<UInt8> {
    /// Reads an integer in network byte order; traps when it would reach past the end.
    @inlinable @inline(always)
    public func bigEndian<Integer: FixedWidthInteger & UnsignedInteger>(
        at offset: Int,
        as type: Integer.Type
    ) -> Integer {
        var value: Integer = 0
        for index in offset..<(offset + Integer.bitWidth / 8) {
            value = value << 8 | Integer(truncatingIfNeeded: self[index])
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
