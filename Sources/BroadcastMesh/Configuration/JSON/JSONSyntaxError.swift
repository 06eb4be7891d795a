/// Where a text stops being JSON, and why.
struct JSONSyntaxError: Error, Equatable {
    /// The line, counted from 1.
    var line: Int

    /// The column, counted from 1 in Unicode scalars, as most editors do.
    var column: Int

    /// What is wrong there.
    var problem: String
}

extension JSONSyntaxError {
    /// Turns an offset, in bytes, into what an editor shows.
    init(at offset: Int, of bytes: [UInt8], problem: String) {
        let before = bytes[..<offset]
        let newline = UInt8(ascii: "\n")
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
        line = 1 + before.count { $0 == newline }
        column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 }
        self.problem = problem
    }
}

/// The offset of the first byte that is not part of well-formed UTF-8 (RFC 3629); `nil` when all are.
func firstInvalidByte(of bytes: [UInt8]) -> Int? {
    do {
        _ = try UTF8Span(validating: bytes.span)
        return nil
    } catch {
        return error.byteOffsets.lowerBound
    }
}
