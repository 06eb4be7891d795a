/// The bytes end too early, or a number is larger than its place allows.
public struct TruncatedInput: Error, Equatable, Sendable {
    /// Says nothing more: where it happened is the caller's knowledge.
    public init() {}
}

/// Reads values one after the other from the front of some bytes.
///
/// The cursor is only an offset; the bytes are handed to each call, since a span cannot be kept.
public struct ByteCursor: Sendable {
    /// How many bytes were read.
    public var offset: Int

    /// Starts at `offset`.
    public init(at offset: Int = 0) {
        self.offset = offset
    }

    /// Reads one byte.
    ///
    /// - Parameter bytes: Where to read.
    /// - Returns: The byte.
    /// - Throws: When nothing is left.
    @inlinable @inline(always)
    public mutating func byte(in bytes: Span<UInt8>) throws(TruncatedInput) -> UInt8 {
        guard offset < bytes.count else { throw TruncatedInput() }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Reads an integer in network byte order.
    ///
    /// - Parameters:
    ///   - type: Which integer.
    ///   - bytes: Where to read.
    /// - Returns: The integer.
    /// - Throws: When too little is left.
    @inlinable @inline(always)
    public mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _ type: Integer.Type,
        in bytes: Span<UInt8>
    ) throws(TruncatedInput) -> Integer {
        let size = Integer.bitWidth / 8
        guard bytes.count - offset >= size else { throw TruncatedInput() }
        defer { offset += size }
        return bytes.bigEndian(at: offset, as: type)
    }

    /// Reads an integer of one to ten bytes (LEB128).
    ///
    /// - Parameter bytes: Where to read.
    /// - Returns: The integer.
    /// - Throws: When the bytes end before the integer does, or it has more than 64 bits.
    @inlinable @inline(always)
    public mutating func varint(in bytes: Span<UInt8>) throws(TruncatedInput) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte(in: bytes)
            guard shift < 63 || (shift == 63 && next <= 1) else { throw TruncatedInput() }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// Reads the place of a block that stands behind its length.
    ///
    /// - Parameters:
    ///   - limit: The longest block to accept, in bytes.
    ///   - bytes: Where to read.
    /// - Returns: Where the block is.
    /// - Throws: When the block is longer than `limit` or than what is left.
    @inlinable @inline(always)
    public mutating func counted(limit: Int, in bytes: Span<UInt8>) throws(TruncatedInput) -> Range<Int> {
        let count = try varint(in: bytes)
        guard count <= UInt64(limit), Int(count) <= bytes.count - offset else { throw TruncatedInput() }
        defer { offset += Int(count) }
        return offset..<(offset + Int(count))
    }
}
