/// The status line and the fields of a response (RFC 9112 §4).
public struct ResponseHead: Equatable, Sendable {
    /// The version that the server speaks.
    public var version: Version

    /// How it went.
    public var status: Status

    /// The fields, in their order.
    public var fields: Fields
}

extension ResponseHead {
    /// Decodes a head that a ``HeadScanner`` has found whole.
    init(whole bytes: Span<UInt8>) throws(HTTPError) {
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\r"), from: 0), lineEnd >= 12,
            bytes[8] == UInt8(ascii: " "), lineEnd == 12 || bytes[12] == UInt8(ascii: " ")
        else { throw .malformedStatusLine }
        let version = try Version(decoding: bytes.extracting(0..<8), malformed: .malformedStatusLine)
        var code = 0
        for index in 9..<12 {
            guard bytes[index].isDigit else { throw .malformedStatusLine }
            code = code * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        guard code >= 100 else { throw .malformedStatusLine }
        self.init(version: version, status: Status(code), fields: try Fields(decoding: bytes, from: lineEnd + 2))
    }
}
