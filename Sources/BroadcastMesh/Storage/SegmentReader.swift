import Bytes

/// Reads the records of a segment file, up to the first that is not sound.
struct SegmentReader {
    /// How a file ends.
    enum End: Equatable {
        /// With a whole record.
        case whole

        /// In what was last written when the process or the machine ended; from here on it is cut off.
        case torn(at: Int)

        /// What begins here was on the disk and cannot be read any more: no crash leaves that.
        case damaged(at: Int)
    }

    /// The front of the file.
    let header: SegmentHeader

    /// Where the next record begins.
    private(set) var offset: Int

    /// Starts with the first record.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - file: Its path, for the error.
    /// - Throws: ``StorageError`` when it is no segment, or one of another version.
    init(_ bytes: Span<UInt8>, of file: String) throws(StorageError) {
        header = try SegmentHeader(decoding: bytes, of: file)
        offset = header.length
    }

    /// The body of the next record; `nil` when there is no further one that is sound.
    mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
        guard let body = SegmentRecord.body(in: bytes, at: offset, of: header) else { return nil }
        offset = body.upperBound
        return body
    }

    /// How the file ends, once ``next(in:)`` has returned `nil`.
    ///
    /// When the power fails, the disk may have later pages of what it was not waited for, and lack earlier ones.
    /// Sound records behind such a hole are no sign of damage, unless one of them says that the hole was on the disk.
    func end(in bytes: Span<UInt8>) -> End {
        guard offset < bytes.count else { return .whole }
        let firstByte = UInt8(truncatingIfNeeded: header.marker >> 24)
        for candidate in (offset + 1)..<max(bytes.count, offset + 1) where bytes[candidate] == firstByte {
            guard SegmentRecord.body(in: bytes, at: candidate, of: header) != nil else { continue }
            if SegmentRecord.synced(in: bytes, at: candidate) > offset { return .damaged(at: offset) }
        }
        return .torn(at: offset)
    }
}
