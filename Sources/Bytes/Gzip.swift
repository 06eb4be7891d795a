/// Makes bytes shorter for clients that can make them long again (RFC 1952, with the fixed codes of RFC 1951 §3.2.6).
///
/// It is for texts that are made once and sent often: of 1 MiB it takes about a tenth of a second.
public enum Gzip {
    /// Bytes of text in about two fifths of their length.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        // Deflated, without a name or a time, by nobody in particular.
        var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
        output += Deflater.deflate(bytes)
        for word in [checksum(of: bytes), UInt32(truncatingIfNeeded: bytes.count)] {
            for shift in stride(from: 0, to: 32, by: 8) { output.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return output
    }

    /// CRC-32 (RFC 1952 §8), bit by bit.
    private static func checksum(of bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
        return ~crc
    }
}

/// Writes one block of the fixed codes.
private struct Deflater {
    /// How far back a repetition may lie, and how long it may be, in bytes.
    private static let window = 1 << 15
    private static let lengths = 3...258

    /// How many earlier places are compared at most.
    private static let tries = 128

    /// The shortest length, or distance, of each code, and how many bits tell which one it is (RFC 1951 §3.2.5).
    private static let lengthCodes = codes(of: (0..<28).map { $0 < 8 ? 0 : $0 / 4 - 1 }, from: 3) + [(258, 0)]
    private static let distanceCodes = codes(of: (0..<30).map { $0 < 4 ? 0 : $0 / 2 - 1 }, from: 1)

    private var output: [UInt8] = []
    private var bits: UInt64 = 0
    private var bitCount = 0

    static func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var deflater = Deflater()
        // The last block, of the fixed codes.
        deflater.write(0b011, count: 3)
        deflater.writeAll(bytes)
        deflater.writeSymbol(256)
        deflater.write(0, count: 7)
        return deflater.output
    }

    private static func codes(of extraBits: [Int], from first: Int) -> [(first: Int, bits: Int)] {
        var next = first
        return extraBits.map { bits in
            defer { next += 1 << bits }
            return (next, bits)
        }
    }

    private mutating func writeAll(_ bytes: [UInt8]) {
        /// The last place at which three bytes of this hash stood, and the one before each place.
        var last = [Int](repeating: -1, count: 1 << 13)
        var before = [Int](repeating: -1, count: bytes.count)
        func note(_ place: Int) {
            guard place + 2 < bytes.count else { return }
            let hash = Self.hash(bytes, at: place)
            before[place] = last[hash]
            last[hash] = place
        }
        var place = 0
        while place < bytes.count {
            var length = 0
            var distance = 0
            if place + 2 < bytes.count {
                var earlier = last[Self.hash(bytes, at: place)]
                var triesLeft = Self.tries
                while earlier >= 0, place - earlier <= Self.window, triesLeft > 0 {
                    let common = Self.common(bytes, earlier, place)
                    if common > length { (length, distance) = (common, place - earlier) }
                    earlier = before[earlier]
                    triesLeft -= 1
                }
            }
            guard length >= Self.lengths.lowerBound else {
                writeSymbol(Int(bytes[place]))
                note(place)
                place += 1
                continue
            }
            writeRepetition(of: length, distance)
            for passed in place..<(place + length) { note(passed) }
            place += length
        }
    }

    private static func hash(_ bytes: [UInt8], at place: Int) -> Int {
        let word = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2]) << 16
        return Int((word &* 0x9E37_79B1) >> 19)
    }

    /// How many bytes at two places are the same.
    private static func common(_ bytes: [UInt8], _ first: Int, _ second: Int) -> Int {
        let most = min(lengths.upperBound, bytes.count - second)
        var count = 0
        while count < most, bytes[first + count] == bytes[second + count] { count += 1 }
        return count
    }

    private mutating func writeRepetition(of length: Int, _ distance: Int) {
        let code = Self.lengthCodes.lastIndex { $0.first <= length } ?? 0
        writeSymbol(257 + code)
        write(length - Self.lengthCodes[code].first, count: Self.lengthCodes[code].bits)
        let far = Self.distanceCodes.lastIndex { $0.first <= distance } ?? 0
        writeCode(far, count: 5)
        write(distance - Self.distanceCodes[far].first, count: Self.distanceCodes[far].bits)
    }

    /// Writes a byte, the end, or how long a repetition is.
    private mutating func writeSymbol(_ symbol: Int) {
        switch symbol {
        case ..<144: writeCode(0x30 + symbol, count: 8)
        case ..<256: writeCode(0x190 + symbol - 144, count: 9)
        case ..<280: writeCode(symbol - 256, count: 7)
        default: writeCode(0xC0 + symbol - 280, count: 8)
        }
    }

    /// Writes a code, whose highest bit comes first.
    private mutating func writeCode(_ code: Int, count: Int) {
        for bit in (0..<count).reversed() { write(code >> bit & 1, count: 1) }
    }

    /// Writes a number, whose lowest bit comes first.
    private mutating func write(_ number: Int, count: Int) {
        bits |= UInt64(number) << UInt64(bitCount)
        bitCount += count
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }
}
