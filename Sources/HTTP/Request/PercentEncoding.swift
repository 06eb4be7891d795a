import Bytes

/// The percent-encoding of URLs (RFC 3986 §2.1).
public enum PercentEncoding {
    /// Decodes to text.
    ///
    /// - Parameters:
    ///   - text: A path, or a key or a value of a query, as it stands in the target.
    ///   - plusIsSpace: Whether `+` means a space, as in the query that an HTML form sends.
    /// - Returns: The decoded text.
    /// - Throws: ``HTTPError/malformedPercentEncoding`` or ``HTTPError/targetNotUTF8``.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) throws(HTTPError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next()?.hexadecimalValue, let low = iterator.next()?.hexadecimalValue else {
                    throw .malformedPercentEncoding
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace:
                bytes.append(UInt8(ascii: " "))
            default:
                bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .targetNotUTF8 }
        return decoded
    }

    /// Encodes text so that it can stand in a path or a query, whatever it contains.
    ///
    /// - Parameters:
    ///   - text: What to encode.
    ///   - keepingSlashes: Whether `/` stays as it is, as in a path of several segments.
    /// - Returns: ASCII text.
    public static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        encode(text) { $0.isUnreserved || keepingSlashes && $0 == UInt8(ascii: "/") }
    }

    /// Encodes a value of a query, where some characters mean nothing but themselves (RFC 3986 §3.4).
    ///
    /// - Parameter text: What to encode; of a position in a channel every character stays as it is.
    /// - Returns: ASCII text.
    public static func encode(queryValue text: String) -> String {
        encode(text) { $0.isUnreserved || $0.isPlainInQuery }
    }

    private static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether a URL may contain this byte anywhere, with no meaning but itself (RFC 3986 §2.3).
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default:
            false
        }
    }

    /// Whether it separates parts of a URL, but nothing in a query (RFC 3986 §3.4).
    fileprivate var isPlainInQuery: Bool {
        switch self {
        case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: ","): true
        default: false
        }
    }
}
