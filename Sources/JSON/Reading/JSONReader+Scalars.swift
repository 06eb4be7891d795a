extension JSONReader {
    /// Reads the string that comes next: where it is, not what it says.
    ///
    /// - Throws: When something else comes, it is not closed, or breaks a rule of strings (RFC 8259 §7).
    public mutating func string(in bytes: Span<UInt8>) throws(JSONError) -> JSONText {
        guard peek(in: bytes) == UInt8(ascii: "\"") else { throw unexpected(.value, in: bytes) }
        isFirst = false
        let start = offset
        var hasEscapes = false
        offset += 1
        while true {
            offset = bytes.plainEnd(from: offset)
            guard offset < bytes.count else { throw JSONError(at: start, .unclosedString) }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return JSONText(range: (start + 1)..<(offset - 1), hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try passEscape(in: bytes)
            default: throw JSONError(at: offset, .controlCharacter)
            }
        }
    }

    /// Reads the number that comes next: where it is, checked (RFC 8259 §6).
    ///
    /// - Throws: When something else comes, or it is written as JSON does not.
    public mutating func number(in bytes: Span<UInt8>) throws(JSONError) -> JSONNumber {
        guard try kind(in: bytes) == .number else { throw unexpected(.value, in: bytes) }
        isFirst = false
        let start = offset
        var isWhole = true
        _ = pass("-", in: bytes)
        // Nothing may follow a zero in front.
        if !pass("0", in: bytes) { try passDigits(of: start, in: bytes) }
        if pass(".", in: bytes) {
            isWhole = false
            try passDigits(of: start, in: bytes)
        }
        if pass("e", in: bytes) || pass("E", in: bytes) {
            isWhole = false
            _ = pass("+", in: bytes) || pass("-", in: bytes)
            try passDigits(of: start, in: bytes)
        }
        return JSONNumber(range: start..<offset, isWhole: isWhole)
    }

    /// Reads `true` or `false`.
    ///
    /// - Throws: When something else comes.
    public mutating func boolean(in bytes: Span<UInt8>) throws(JSONError) -> Bool {
        if peek(in: bytes) == UInt8(ascii: "t") {
            try passWord("true", in: bytes)
            return true
        }
        try passWord("false", in: bytes)
        return false
    }

    /// Reads `null`.
    ///
    /// - Throws: When something else comes.
    public mutating func null(in bytes: Span<UInt8>) throws(JSONError) {
        try passWord("null", in: bytes)
    }

    private mutating func passWord(_ word: StaticString, in bytes: Span<UInt8>) throws(JSONError) {
        _ = peek(in: bytes)
        let letters = "\(word)".utf8
        guard bytes.count - offset >= letters.count else { throw unexpected(.value, in: bytes) }
        for (index, letter) in letters.enumerated() where bytes[offset + index] != letter {
            throw unexpected(.value, in: bytes)
        }
        offset += letters.count
        isFirst = false
    }

    private mutating func passEscape(in bytes: Span<UInt8>) throws(JSONError) {
        let letter = offset + 1 < bytes.count ? bytes[offset + 1] : 0
        if letter == UInt8(ascii: "u"), JSONText.codeUnit(at: offset, in: bytes) != nil {
            offset += 6
        } else if JSONText.shortEscape(letter) != nil {
            offset += 2
        } else {
            throw JSONError(at: offset, .unknownEscape)
        }
    }

    /// Passes the byte right here, if it is this one.
    private mutating func pass(_ wanted: Unicode.Scalar, in bytes: Span<UInt8>) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: wanted) else { return false }
        offset += 1
        return true
    }

    private mutating func passDigits(of number: Int, in bytes: Span<UInt8>) throws(JSONError) {
        let start = offset
        while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) { offset += 1 }
        guard offset > start else { throw JSONError(at: number, .malformedNumber) }
    }
}
