import Bytes

/// Frames of entries as they stood in journals before items had lengths: formats 4 and 5 of segments.
enum EarlierEntries {
    /// Writes frames of this release as they were then.
    ///
    /// - Parameter frames: Whole frames of entries.
    /// - Returns: The same, without what was only said beside entries.
    /// - Throws: When something in them could not be said then.
    static func written(_ frames: Span<UInt8>) throws(TruncatedInput) -> [UInt8] {
        var output: [UInt8] = []
        var cursor = ByteCursor()
        while cursor.offset < frames.count {
            let length = Int(try cursor.integer(UInt32.self, in: frames))
            guard length >= 1, length <= frames.count - cursor.offset else { throw TruncatedInput() }
            let frame = frames.extracting(cursor.offset..<(cursor.offset + length))
            cursor.offset += length
            let body = try body(frame)
            output.append(bigEndian: UInt32(body.count))
            output += body
        }
        return output
    }

    private static func body(_ frame: Span<UInt8>) throws(TruncatedInput) -> [UInt8] {
        var cursor = ByteCursor(at: 1)
        _ = try cursor.counted(limit: 64, in: frame)
        _ = try cursor.integer(UInt64.self, in: frame)
        _ = try cursor.byte(in: frame)
        _ = try cursor.varint(in: frame)
        var output = frame.extracting(0..<cursor.offset).array
        while cursor.offset < frame.count {
            let tag = try cursor.byte(in: frame)
            try append(tag, frame.extracting(try cursor.counted(limit: .max, in: frame)), to: &output)
        }
        return output
    }

    private static func append(_ tag: UInt8, _ item: Span<UInt8>, to output: inout [UInt8]) throws(TruncatedInput) {
        switch tag {
        case 1, 8:
            var cursor = ByteCursor(at: 8)
            _ = try cursor.varint(in: item)
            _ = try cursor.byte(in: item)
            _ = try cursor.counted(limit: .max, in: item)
            if tag == 8 { cursor.offset += 16 }
            guard cursor.offset <= item.count else { throw TruncatedInput() }
            output.append(tag)
            output.append(item.extracting(0..<cursor.offset))
            output.append(counted: item.extracting(cursor.offset...).array)
        case 2...7, 9:
            output.append(tag)
            output.append(item)
        case 10:
            // Those that tell of the runs before them.
            output.append(11)
            output.append(item)
        // The hash of a log.
        case 128: break
        default: throw TruncatedInput()
        }
    }
}
