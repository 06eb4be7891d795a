/// What one byte of a string, or one escape, stands for: at most four bytes, which take no memory of their own.
struct JSONTextPiece {
    /// The bytes, the first one lowest.
    private let packed: UInt32

    /// How many they are.
    let count: Int

    /// How many bytes it takes in the text.
    let written: Int

    /// Whether it is more than half of a surrogate pair.
    let isWhole: Bool

    /// One of the bytes.
    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: packed >> (8 * index)) }

    /// Stands for one byte.
    init(_ byte: UInt8, written: Int) {
        (packed, count, self.written, isWhole) = (UInt32(byte), 1, written, true)
    }

    /// Stands for a scalar, in UTF-8 (RFC 3629 §3).
    init(_ scalar: Unicode.Scalar, written: Int, isWhole: Bool = true) {
        let value = scalar.value
        func rest(_ shift: UInt32) -> UInt32 { 0x80 | value >> shift & 0x3F }
        switch value {
        case 0..<0x80: (packed, count) = (value, 1)
        case 0x80..<0x800: (packed, count) = (0xC0 | value >> 6 | rest(0) << 8, 2)
        case 0x800..<0x10000: (packed, count) = (0xE0 | value >> 12 | rest(6) << 8 | rest(0) << 16, 3)
        default: (packed, count) = (0xF0 | value >> 18 | rest(12) << 8 | rest(6) << 16 | rest(0) << 24, 4)
        }
        self.written = written
        self.isWhole = isWhole
    }
}
