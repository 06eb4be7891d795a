import Bytes

/// How records stand in a segment, one behind the other.
///
///      0        4        8          16
///     ├────────┼────────┼──────────┼─────── length ───────┤
///     │ marker │ length │ checksum │ body                 │
///
/// The checksum covers the body, its length, where the record stands and the segment's salt.
enum SegmentRecord {
    /// What a record begins with: it can be found again behind damage.
    static let marker: UInt32 = 0xA55A_4D52

    /// What a record has before its body, in bytes.
    static let headLength = 16

    /// How large a body gets before the next record begins, in bytes; one message more may be in it.
    static let bodyLimit = 256 << 10

    /// Appends a record.
    ///
    /// - Parameters:
    ///   - output: What will be written to the file as it is.
    ///   - offset: Where in the file `output` will begin.
    ///   - salt: The segment's.
    ///   - body: Appends the body.
    static func append(to output: inout [UInt8], offset: Int, salt: UInt64, body: (inout [UInt8]) -> Void) {
        let start = output.count
        output.append(bigEndian: marker)
        output.append(bigEndian: UInt32(0))
        output.append(bigEndian: UInt64(0))
        body(&output)
        let length = UInt32(output.count - start - headLength)
        let hash = checksum(of: output.span.extracting((start + headLength)...), at: offset + start, salt: salt)
        for index in 0..<4 { output[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        for index in 0..<8 { output[start + 8 + index] = UInt8(truncatingIfNeeded: hash >> (56 - 8 * index)) }
    }

    /// The body of the record at `offset`; `nil` when there is no record that is sound.
    static func body(in file: Span<UInt8>, at offset: Int, salt: UInt64) -> Range<Int>? {
        guard file.count - offset >= headLength else { return nil }
        guard file.bigEndian(at: offset, as: UInt32.self) == marker else { return nil }
        let start = offset + headLength
        let length = Int(file.bigEndian(at: offset + 4, as: UInt32.self))
        guard length <= file.count - start else { return nil }
        let hash = checksum(of: file.extracting(start..<(start + length)), at: offset, salt: salt)
        guard hash == file.bigEndian(at: offset + 8, as: UInt64.self) else { return nil }
        return start..<(start + length)
    }

    private static func checksum(of body: Span<UInt8>, at offset: Int, salt: UInt64) -> UInt64 {
        body.hash(seed: salt &+ UInt64(offset))
    }
}
