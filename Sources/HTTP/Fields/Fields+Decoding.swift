extension Fields {
    /// Decodes field lines that a ``HeadScanner`` has passed (RFC 9112 §5).
    ///
    /// - Parameters:
    ///   - bytes: The head, up to and with its empty line.
    ///   - start: Where the first field line begins.
    /// - Throws: ``HTTPError/foldedField`` or ``HTTPError/malformedFieldName``.
    init(decoding bytes: Span<UInt8>, from start: Int) throws(HTTPError) {
        self.init()
        var lineStart = start
        while let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\r"), from: lineStart), lineEnd > lineStart {
            try appendLine(bytes.extracting(lineStart..<lineEnd))
            lineStart = lineEnd + 2
        }
    }

    private mutating func appendLine(_ line: Span<UInt8>) throws(HTTPError) {
        guard !line[0].isBlank else { throw .foldedField }
        var colon = 0
        while colon < line.count, line[colon].isTokenCharacter { colon += 1 }
        // White space before the colon ends the token too, and was a way to smuggle fields past a proxy (§5.1).
        guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else { throw .malformedFieldName }

        var valueStart = colon + 1
        var valueEnd = line.count
        while valueStart < valueEnd, line[valueStart].isBlank { valueStart += 1 }
        while valueEnd > valueStart, line[valueEnd - 1].isBlank { valueEnd -= 1 }
        append(line.extracting(0..<colon).text, decoding: line.extracting(valueStart..<valueEnd))
    }
}
