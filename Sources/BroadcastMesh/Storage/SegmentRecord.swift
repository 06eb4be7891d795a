import Bytes

/// How records stand in a segment, one behind the other.
///
///      0        4        8        12         20
///     ├────────┼────────┼────────┼──────────┼─────── length ───────┤
///     │ marker │ length │ synced │ checksum │ body                 │
///
/// `synced` says how many bytes of the segment were on the disk for sure when the record was written: damage before that
/// is none that a power failure leaves. The checksum covers the body, its length, `synced`, where the record stands and
/// the segment's salt.
enum SegmentRecord {
    /// What a record of a segment begins with: it can be found again behind damage.
    ///
    /// It comes of the salt, so that no client can post bytes that look like the beginnings of many records: each costs who
    /// reads a torn file a look at all that is behind it.
    static func marker(of salt: UInt64) -> UInt32 {
        // Zeros, as a disk leaves them, are none.
        UInt32(truncatingIfNeeded: (salt &* 0x9E37_79B9_7F4A_7C15) >> 32) | 1 << 31
    }

    /// What a record has before its body, in bytes.
    static let headLength = 20

    /// How large a body gets before the next record begins, in bytes; one message more may be in it.
    static let bodyLimit = 256 << 10

    /// Appends a record.
    ///
    /// - Parameters:
    ///   - output: What will be written to the file as it is.
    ///   - offset: Where in the file `output` will begin.
    ///   - salt: The segment's.
    ///   - synced: How many bytes of the file are on the disk for sure.
    ///   - body: Appends the body.
    static func append(
        to output: inout [UInt8],
        offset: Int,
        salt: UInt64,
        synced: Int,
        body: (inout [UInt8]) -> Void
    ) {
        let start = output.count
        // Of a segment of gigabytes, which there is not, less would be said than is true.
        let synced = UInt32(clamping: synced)
        output.append(bigEndian: marker(of: salt))
        output.append(bigEndian: UInt32(0))
        output.append(bigEndian: synced)
        output.append(bigEndian: UInt64(0))
        body(&output)
        let length = UInt32(output.count - start - headLength)
        let hash = checksum(
            of: output.span.extracting((start + headLength)...),
            synced: synced,
            at: offset + start,
            salt: salt
        )
        for index in 0..<4 { output[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index)) }
        for index in 0..<8 { output[start + 12 + index] = UInt8(truncatingIfNeeded: hash >> (56 - 8 * index)) }
    }

    /// The body of the record at `offset` of a file with a header; `nil` when there is no record that is sound.
    static func body(in file: Span<UInt8>, at offset: Int, of header: SegmentHeader) -> Range<Int>? {
        guard file.count - offset >= headLength else { return nil }
        guard file.bigEndian(at: offset, as: UInt32.self) == header.marker else { return nil }
        let start = offset + headLength
        let length = Int(file.bigEndian(at: offset + 4, as: UInt32.self))
        guard length <= file.count - start else { return nil }
        let bytes = file.extracting(start..<(start + length))
        let hash = checksum(of: bytes, synced: UInt32(synced(in: file, at: offset)), at: offset, salt: header.salt)
        guard hash == file.bigEndian(at: offset + 12, as: UInt64.self) else { return nil }
        return start..<(start + length)
    }

    /// How many bytes of the segment the sound record at `offset` says were on the disk.
    static func synced(in file: Span<UInt8>, at offset: Int) -> Int {
        Int(file.bigEndian(at: offset + 8, as: UInt32.self))
    }

    private static func checksum(of body: Span<UInt8>, synced: UInt32, at offset: Int, salt: UInt64) -> UInt64 {
        body.hash(seed: salt &+ (UInt64(synced) << 32) &+ UInt64(offset))
    }
}
