/// Looks for the empty line that ends a head, and refuses what no head may contain on the way.
///
/// It remembers how far it has looked, so a head that arrives byte by byte is read once and not once per byte.
struct HeadScanner: Sendable {
    /// How many bytes of the head were looked at.
    private(set) var scanned = 0

    /// Where the line that `scanned` is in begins.
    private var lineStart = 0

    /// How many lines have ended.
    private var lineCount = 0

    /// Whether the first line is too long: that is told behind it, for what follows says who may read the answer.
    private var isStartTooLong = false

    /// Looks on.
    ///
    /// - Parameters:
    ///   - bytes: The head from its first byte, as far as it has arrived.
    ///   - startLineLimit: The longest first line, in bytes without its end.
    ///   - headLimit: The largest head, in bytes.
    /// - Returns: The length of the head with its empty line, or `nil` when that has not arrived.
    /// - Throws: The first rule that the bytes break, as soon as they are here; of a first line that is too long at the end
    ///   of the head, or where that is too large.
    mutating func headLength(
        in bytes: Span<UInt8>,
        startLineLimit: Int,
        headLimit: Int
    ) throws(HTTPError) -> Int? {
        while scanned < bytes.count {
            let byte = bytes[scanned]
            guard scanned < headLimit else { throw tooLarge(startLineLimit, headLimit) }
            switch byte {
            case UInt8(ascii: "\r"):
                guard scanned + 1 < headLimit else { throw tooLarge(startLineLimit, headLimit) }
                guard scanned + 1 < bytes.count else { return nil }
                guard bytes[scanned + 1] == UInt8(ascii: "\n") else { throw .bareCarriageReturn }
                let isEmptyLine = scanned == lineStart
                scanned += 2
                lineStart = scanned
                if isEmptyLine, isStartTooLong { throw .requestLineTooLong(limit: startLineLimit) }
                if isEmptyLine { return scanned }
                lineCount += 1
                // The first line is no field.
                guard lineCount - 1 <= HTTPLimits.mostFields else {
                    throw .tooManyFields(limit: HTTPLimits.mostFields)
                }
            case UInt8(ascii: "\n"):
                throw .bareLineFeed
            default:
                guard !byte.isForbiddenControl else { throw .controlCharacter }
                if lineStart == 0, scanned >= startLineLimit { isStartTooLong = true }
                scanned += 1
            }
        }
        return nil
    }

    private func tooLarge(_ startLineLimit: Int, _ headLimit: Int) -> HTTPError {
        isStartTooLong ? .requestLineTooLong(limit: startLineLimit) : .headTooLarge(limit: headLimit)
    }
}
