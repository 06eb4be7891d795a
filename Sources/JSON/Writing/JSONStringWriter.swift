/// Writes the pieces of one string; see ``JSONWriter/string(_:)``.
public struct JSONStringWriter {
    var bytes: [UInt8] = []

    /// Appends a text.
    public mutating func append(_ text: String) {
        bytes.append(escaping: text.utf8.span)
    }

    /// Appends a character of ASCII that stands in a string as it is.
    public mutating func append(ascii character: Unicode.Scalar) {
        bytes.append(UInt8(ascii: character))
    }

    /// Appends the digits of a whole number.
    public mutating func append(_ integer: UInt64) {
        bytes.append(decimal: integer)
    }
}
