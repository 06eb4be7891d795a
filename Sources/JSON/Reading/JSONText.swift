import Bytes

/// Where a string stands in a JSON text, between its quotation marks.
public struct JSONText: Equatable, Sendable {
    /// The bytes between the quotation marks, as they are written.
    public var range: Range<Int>

    /// Whether some of them are escapes.
    public var hasEscapes: Bool
}

extension JSONText {
    /// Whether the string says this.
    ///
    /// Takes no memory, and no longer than what is compared: a client's object may have a hundred thousand names.
    public func equals(_ text: String, in bytes: Span<UInt8>) -> Bool {
        let utf8 = text.utf8.span
        guard hasEscapes else { return bytes.extracting(range).isEqual(to: utf8) }
        var (index, compared) = (range.lowerBound, 0)
        while index < range.upperBound {
            let piece = piece(at: index, in: bytes)
            for offset in 0..<piece.count {
                guard compared < utf8.count, utf8[compared] == piece[offset] else { return false }
                compared += 1
            }
            index += piece.written
        }
        return compared == utf8.count
    }

    /// What the string says.
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: The string; what is no UTF-8, and half a surrogate pair, is U+FFFD.
    public func string(in bytes: Span<UInt8>) -> String {
        guard !hasEscapes else { return String(decoding: utf8(in: bytes), as: UTF8.self) }
        do {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            return String(decoding: utf8(in: bytes), as: UTF8.self)
        }
    }

    /// What the string says, where it says nothing else than what is written.
    ///
    /// For what one thing is told from another by: two strings that were repaired may be equal and were not.
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: The string; `nil` where ``string(in:)`` has U+FFFD in the place of what is no UTF-8 or half a pair.
    public func exactString(in bytes: Span<UInt8>) -> String? {
        let (text, isWhole) = decoded(in: bytes)
        return isWhole ? String(validating: text, as: UTF8.self) : nil
    }

    /// What the string says, as UTF-8.
    ///
    /// Half of a surrogate pair, which `JSON.stringify` writes as an escape, stands for no character: it becomes
    /// U+FFFD, as it does wherever a browser encodes a string (RFC 8259 §8.2, WHATWG Encoding §8.1).
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: The bytes.
    public func utf8(in bytes: Span<UInt8>) -> [UInt8] { decoded(in: bytes).text }

    /// What the string says, and whether it has no half of a pair.
    private func decoded(in bytes: Span<UInt8>) -> (text: [UInt8], isWhole: Bool) {
        guard hasEscapes else {
            let plain = bytes.extracting(range)
            let text = [UInt8](capacity: plain.count) { output in
                for index in plain.indices { output.append(plain[index]) }
            }
            return (text, true)
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var isWhole = true
        var index = range.lowerBound
        while index < range.upperBound {
            let piece = piece(at: index, in: bytes)
            for offset in 0..<piece.count { decoded.append(piece[offset]) }
            isWhole = isWhole && piece.isWhole
            index += piece.written
        }
        return (decoded, isWhole)
    }

    /// What the byte or the escape at a place stands for.
    private func piece(at index: Int, in bytes: Span<UInt8>) -> JSONTextPiece {
        guard bytes[index] == UInt8(ascii: "\\") else { return JSONTextPiece(bytes[index], written: 1) }
        if let byte = Self.shortEscape(bytes[index + 1]) { return JSONTextPiece(byte, written: 2) }
        guard let (scalar, count) = Self.scalar(at: index, in: bytes.extracting(..<range.upperBound)) else {
            return JSONTextPiece("\u{FFFD}", written: 6, isWhole: false)
        }
        return JSONTextPiece(scalar, written: count)
    }

    /// What `\u` with four digits stands for, or two of them, and how many bytes they take in the text.
    ///
    /// - Returns: `nil` for half a pair.
    private static func scalar(at index: Int, in bytes: Span<UInt8>) -> (Unicode.Scalar, count: Int)? {
        guard let first = codeUnit(at: index, in: bytes) else { preconditionFailure("an escape was not checked") }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard first < 0xDC00, let second = codeUnit(at: index + 6, in: bytes), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { return nil }
        return (scalar, 12)
    }

    /// The code unit of UTF-16 that `\u` with four digits names, if that stands here.
    static func codeUnit(at index: Int, in bytes: Span<UInt8>) -> UInt16? {
        guard bytes.count - index >= 6, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = bytes[index + offset].hexadecimalValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// What an escape of two characters stands for, by the second.
    static func shortEscape(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// Whether two spans have the same bytes.
    fileprivate func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
