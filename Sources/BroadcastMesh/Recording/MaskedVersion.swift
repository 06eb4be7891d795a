import HTTP

/// What stands behind the target in a request line, as it is recorded: which version it is, if it is one (RFC 9112 §2.3).
///
/// It may be anything else, such as the rest of a target with a space in it.
struct MaskedVersion {
    private static let spoken = ["HTTP/1.0", "HTTP/1.1"].map { Array($0.utf8) }

    private var word = ArrivingWord(of: spoken)

    /// Takes the next byte.
    ///
    /// - Returns: What is recorded in its place; of a version that is not spoken another such.
    mutating func mask(_ byte: UInt8) -> UInt8 {
        if word.take(byte) { return byte }
        if byte.isDigit { return UInt8(ascii: "9") }
        return byte.isTokenCharacter && byte != UInt8(ascii: ".") ? UInt8(ascii: "x") : min(byte, 0x80)
    }
}
