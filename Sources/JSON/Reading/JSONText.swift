/// Where a string stands in a JSON text, between its quotation marks.
public struct JSONText: Equatable, Sendable {
    /// The bytes between the quotation marks, as they are written.
    public var range: Range<Int>

    /// Whether some of them are escapes.
    public var hasEscapes: Bool
}

extension JSONText {
    /// Whether the string says this.
    public func equals(_ text: String, in bytes: Span<UInt8>) -> Bool {
        let utf8 = text.utf8.span
        guard !hasEscapes else { return self.utf8(in: bytes).span.isEqual(to: utf8) }
        return bytes.extracting(range).isEqual(to: utf8)
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

    /// What the string says, as UTF-8.
    ///
    /// Half of a surrogate pair, which `JSON.stringify` writes as an escape, stands for no character: it becomes
    /// U+FFFD, as it does wherever a browser encodes a string (RFC 8259 §8.2, WHATWG Encoding §8.1).
    ///
    /// - Parameter bytes: The text that was read.
    /// - Returns: The bytes.
    public func utf8(in bytes: Span<UInt8>) -> [UInt8] {
        guard hasEscapes else {
            let plain = bytes.extracting(range)
            return [UInt8](capacity: plain.count) { output in
                for index in plain.indices { output.append(plain[index]) }
            }
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                decoded.append(bytes[index])
                index += 1
                continue
            }
            if let byte = Self.shortEscape(bytes[index + 1]) {
                decoded.append(byte)
                index += 2
            } else {
                index += Self.appendScalar(at: index, in: bytes.extracting(..<range.upperBound), to: &decoded)
            }
        }
        return decoded
    }

    /// Appends what `\u` with four digits stands for, or two of them.
    ///
    /// - Returns: How many bytes they take in the text.
    private static func appendScalar(at index: Int, in bytes: Span<UInt8>, to decoded: inout [UInt8]) -> Int {
        guard let first = codeUnit(at: index, in: bytes) else { preconditionFailure("an escape was not checked") }
        if let scalar = Unicode.Scalar(first) {
            decoded.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            return 6
        }
        if first < 0xDC00, let second = codeUnit(at: index + 6, in: bytes), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        {
            decoded.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            return 12
        }
        decoded.append(contentsOf: [0xEF, 0xBF, 0xBD])
        return 6
    }

    /// The code unit of UTF-16 that `\u` with four digits names, if that stands here.
    static func codeUnit(at index: Int, in bytes: Span<UInt8>) -> UInt16? {
        guard bytes.count - index >= 6, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for offset in 2..<6 {
            guard let digit = hexadecimalDigit(bytes[index + offset]) else { return nil }
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

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
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
