/// The version of a message's sender, one of the two that this module speaks (RFC 9112 §2.3).
public enum Version: String, Comparable, Sendable {
    /// One request a connection, unless asked otherwise.
    case http10 = "HTTP/1.0"

    /// Connections that stay, and everything from HTTP/1.2 to 1.9, which must be compatible with it.
    case http11 = "HTTP/1.1"

    /// Whether `left` came before `right`.
    public static func < (left: Version, right: Version) -> Bool {
        left == .http10 && right == .http11
    }
}

extension Version {
    /// Decodes `HTTP/`, a digit, a dot and a digit.
    ///
    /// - Throws: `malformed` when it is anything else; ``HTTPError/unsupportedVersion`` unless the first digit is 1.
    init(decoding text: Span<UInt8>, malformed: HTTPError) throws(HTTPError) {
        guard text.count == 8, text.extracting(0..<5).text == "HTTP/", text[6] == UInt8(ascii: "."),
            text[5].isDigit, text[7].isDigit
        else { throw malformed }
        guard text[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        self = text[7] == UInt8(ascii: "0") ? .http10 : .http11
    }
}
